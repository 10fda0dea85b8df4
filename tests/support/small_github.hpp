// SPDX-License-Identifier: Apache-2.0
// GitHub's API of one repository, page by page as the test sets it, with ETags and a count of what costs.
#pragma once

#include "support/a_run.hpp"
#include "support/fake_http.hpp"

#include <map>
#include <string>
#include <vector>

namespace lapwing::test {

/// Whatever is not set is a 404. An answer 200 gets an ETag of its body and is a 304 where that is known already.
class SmallGithub final : public HttpClient {
 public:
  /// acme/price-model, private, with one workflow CI that has id 1, and nothing else.
  SmallGithub();

  std::vector<HttpRequest> seen;
  std::size_t counted = 0;  ///< against the limit: all but a 304 to a token
  long long limit = 5000;

  void set(std::string path, HttpResponse with) { pages_[std::move(path)] = std::move(with); }
  std::string runs_path() const {
    return "/repos/acme/price-model/actions/runs?per_page=100&exclude_pull_requests=true";
  }
  /// The first page of runs, newest first; `next` is the URL of the second.
  void runs(std::vector<ARun> const& runs, std::string const& next = "");
  void run(ARun const& run);
  void run_attempt(ARun const& run, int attempt);
  void jobs(std::int64_t run, int attempt, std::vector<nlohmann::json> const& jobs);
  void workflows(std::string const& list);
  void workflow_file(std::string const& yaml);
  void artifacts(std::string const& list, std::string const& next = "");
  static std::string repository_body(std::string const& full_name, bool is_private = true);

  std::vector<std::string> paths() const;
  boost::asio::awaitable<Result<HttpResponse>> send(HttpRequest request) override;

 private:
  HttpResponse answer(HttpRequest const& request);
  std::map<std::string, HttpResponse> pages_;
};

}  // namespace lapwing::test
