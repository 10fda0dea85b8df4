// SPDX-License-Identifier: Apache-2.0
// What is asked for, answered as of an instant: GitHub without its manners.
#pragma once

#include "fake_github/query.hpp"
#include "fake_github/reply.hpp"
#include "fake_github/run_json.hpp"

#include <string>

namespace lapwing::fake_github {

/// What a test may turn while the fake runs.
struct Settings {
  TimePoint now;
  bool is_private = true;
  bool has_billing = false;  ///< whether the token may read the account's plan
  std::size_t limit = 5000;  ///< requests an hour with a token
};

class Endpoints {
 public:
  /// `timeline` and `settings` outlive it.
  Endpoints(Timeline const& timeline, Settings const& settings, Api api);

  /// `accept`: the request's header. Errors: 404 for what is not there (yet).
  Reply get(Query const& query, std::string_view accept);

  /// Whether the path names the repository, by name, by a former name, or by id: what only a token with access may see.
  static bool is_in_repository(Query const& query);

 private:
  Reply in_repository(std::vector<std::string> const& path, Query const& query, std::string_view accept);
  Reply runs(std::string const& place, Query const& query, std::string const& workflow);
  Reply one_run(std::string const& place, std::vector<std::string> const& path, Query const& query);
  Reply jobs(std::string const& place, Run const& run, std::size_t first, std::size_t last, Query const& query);
  Reply artifacts(std::string const& place, Query const& query, std::optional<std::int64_t> run);
  Reply alerts(std::string const& place, std::string const& tool, Query const& query);
  Reply file(std::string const& path, std::string_view accept);
  Workflow const* find_workflow(std::string const& id_or_file) const;

  Timeline const& timeline_;
  Settings const& settings_;
  Api api_;
  RunWriter private_runs_, public_runs_;
};

}  // namespace lapwing::fake_github
