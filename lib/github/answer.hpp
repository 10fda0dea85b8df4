// SPDX-License-Identifier: Apache-2.0
// What an answer of GitHub's REST API means: content, nothing new, a limit, a missing permission, trouble. Pure.
#pragma once

#include "core/time.hpp"
#include "io/http.hpp"

#include <optional>
#include <string>

namespace lapwing::github {

/// What the headers say of the primary limit; absent fields were not sent (Enterprise Server may have no limits).
struct Allowance {
  std::optional<long long> limit;
  std::optional<long long> remaining;
  std::optional<TimePoint> reset;
};

struct Answer {
  enum class Kind {
    ok,            ///< `body` is the content
    not_modified,  ///< what the ETag stands for is still true
    moved,         ///< ask at `location` instead
    limited,       ///< too many requests; not before `until`, where that was said
    refused,       ///< not allowed: the token is wrong, or lacks `permission`
    absent,        ///< no such thing, or the token may not see it
    failed,        ///< trouble on the way or at GitHub; another time it may work
  };
  Kind kind = Kind::failed;
  int status = 0;
  std::string body;
  std::string etag;
  std::string location;            ///< of a move, as sent
  bool is_permanent = false;       ///< the move: 301 and 308, to be remembered
  std::string moved_to;            ///< set by Api: the path that answered after a permanent move; "" else
  std::string link;                ///< the Link header: where the next page is
  std::string why;                 ///< printable, with the remedy; "" for ok, not_modified and moved
  std::string permission;          ///< X-Accepted-GitHub-Permissions of a refusal or an absence; "" mostly
  std::optional<TimePoint> until;  ///< of a limit; absent: GitHub gave no hint
  Allowance allowance;

  bool is_ok() const { return kind == Kind::ok; }
};

/// Limits are told from refusals as GitHub does: a limit has Retry-After, x-ratelimit-remaining: 0, a message about a
/// (secondary) rate limit or abuse, the header gh-limited-by, or status 429; any other 403 is a missing permission.
/// `has_token`: the words for a person differ. Source: docs.github.com, "Rate limits for the REST API" and
/// "Troubleshooting the REST API", read 2026-11.
Answer judge(HttpResponse const& response, TimePoint now, bool has_token);

}  // namespace lapwing::github
