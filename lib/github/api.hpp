// SPDX-License-Identifier: Apache-2.0
// Asks GitHub's REST API with manners: one request after the other, within the budget, an ETag where one is known,
// redirects on the same host alone.
#pragma once

#include "github/answer.hpp"
#include "github/budget.hpp"
#include "io/http_client.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace lapwing::github {

/// How to reach the API.
struct Access {
  std::string url = "https://api.github.com";  ///< without a slash at its end; Enterprise Server: https://HOST/api/v3
  std::optional<Secret> token = {};
  double share = 0.5;  ///< of what remains of the hour's requests, how much may be used
};

/// The representation wanted of a file or of anything else.
enum class Accept { json, raw };

/// One poll's view of the API. All references outlive it; the budget is moved on by every answer.
class Api {
 public:
  Api(HttpClient& http, Access const& access, Budget& budget, TimePoint now);

  /// GET of a path on the API. A pause of the budget is an answer too (limited, nothing is sent). A redirect to the
  /// same API is followed at most 3 times; one to another host is `failed`: a token never goes there. An answer that
  /// repeats the token, or the address of an API of one's own, has *** there: pollers keep its words.
  boost::asio::awaitable<Answer> get(std::string path, std::string etag = "", Accept accept = Accept::json);

  /// The path of the page after this answer; "" after the last.
  std::string next_page(Answer const& answer) const;

  /// Whether the last `limited` came from our own pace rather than from GitHub.
  bool is_own_pace() const { return own_pace_; }

  TimePoint now() const { return now_; }

 private:
  boost::asio::awaitable<Answer> ask(std::string path, std::string etag, Accept accept);
  HttpRequest request_for(std::string const& path, std::string const& etag, Accept accept) const;

  HttpClient& http_;
  Access const& access_;
  Budget& budget_;
  TimePoint now_;
  Redactor secrets_;
  bool own_pace_ = false;
};

}  // namespace lapwing::github
