// SPDX-License-Identifier: Apache-2.0
#include "github/answer.hpp"

#include "core/text.hpp"
#include "io/retry_after.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace lapwing::github {
namespace {

using Kind = Answer::Kind;

/// No window of GitHub's is longer; a reset further away is a clock that is wrong.
constexpr Duration kWindow = std::chrono::hours{1};

std::optional<long long> number(std::optional<std::string_view> text) {
  if (!text) return std::nullopt;
  auto const clean = trim(*text);
  long long value = 0;
  auto const [end, fault] = std::from_chars(clean.data(), clean.data() + clean.size(), value);
  if (fault != std::errc{} || end != clean.data() + clean.size() || value < 0) return std::nullopt;
  return value;
}

std::string text(std::optional<std::string_view> header) { return header ? printable(*header, 300) : ""; }

/// GitHub's own words. A body may be HTML, cut or empty: then there are none.
std::string message_of(HttpResponse const& response) {
  constexpr std::size_t most = 100'000;  // no error of GitHub's is longer, and the parser need not see one that is
  if (response.body.size() > most) return "";
  auto const body = nlohmann::json::parse(response.body, nullptr, /*allow_exceptions=*/false);
  auto const found = body.is_object() ? body.find("message") : body.end();
  return body.is_object() && found != body.end() && found->is_string() ? printable(found->get<std::string>()) : "";
}

Allowance allowance_of(HttpResponse const& response, TimePoint now) {
  Allowance out{number(response.header("x-ratelimit-limit")), number(response.header("x-ratelimit-remaining")), {}};
  constexpr long long far_future = 1LL << 40;
  auto const reset = number(response.header("x-ratelimit-reset"));
  if (reset && *reset < far_future) out.reset = std::min(TimePoint{std::chrono::seconds{*reset}}, now + kWindow);
  return out;
}

bool is_limit(HttpResponse const& response, Allowance const& allowance, std::string const& message) {
  if (response.status == 429 || response.header("Retry-After") || response.header("gh-limited-by")) return true;
  if (allowance.remaining == 0) return true;
  auto const words = to_lower(message);
  return words.find("rate limit") != words.npos || words.find("abuse detection") != words.npos;
}

/// The secondary limits have no numbers: what GitHub asks for is all that is known.
void judge_limit(Answer& answer, HttpResponse const& response, TimePoint now, bool has_token) {
  answer.kind = Kind::limited;
  bool const primary = answer.allowance.remaining == 0;
  if (auto const wait = retry_after(response))
    answer.until = now + *wait;
  else if (primary && answer.allowance.reset)
    answer.until = std::max(*answer.allowance.reset, now);
  if (primary) {
    answer.why = "GitHub's limit of " + (answer.allowance.limit ? std::to_string(*answer.allowance.limit) + " " : "") +
                 "requests an hour is used up";
    if (!has_token) answer.why += "; a `token:` raises it to 5000";
  } else {
    answer.why = "GitHub's secondary rate limit asks to wait";
  }
}

std::string refusal(int status, std::string const& message, std::string const& permission, bool has_token) {
  std::string const said =
      "GitHub refuses it (" + std::to_string(status) + (message.empty() ? "" : ": " + message) + ")";
  if (status == 401) return said + "; the token is wrong, expired or revoked: make a new one";
  if (!permission.empty()) return said + "; the token needs the permission " + permission;
  return said + (has_token ? "; the token lacks a permission" : "; give the poller a `token:`");
}

}  // namespace

Answer judge(HttpResponse const& response, TimePoint now, bool has_token) {
  Answer answer;
  answer.status = response.status;
  answer.allowance = allowance_of(response, now);
  auto const status = std::to_string(response.status);
  switch (response.status) {
    case 200:
      answer.kind = Kind::ok;
      answer.body = response.body;
      answer.etag = text(response.header("ETag"));
      if (auto const link = response.header("Link")) answer.link = std::string(link->substr(0, 4000));
      return answer;
    case 304:
      answer.kind = Kind::not_modified;
      return answer;
    case 301:
    case 302:
    case 307:
    case 308:
      answer.kind = Kind::moved;
      answer.is_permanent = response.status == 301 || response.status == 308;
      if (auto const location = response.header("Location")) answer.location = std::string(location->substr(0, 2000));
      return answer;
    default:
      break;
  }
  auto const message = message_of(response);
  answer.permission = text(response.header("X-Accepted-GitHub-Permissions"));
  if (response.status == 403 || response.status == 429) {
    if (is_limit(response, answer.allowance, message)) {
      judge_limit(answer, response, now, has_token);
      return answer;
    }
  }
  if (response.status == 401 || response.status == 403) {
    answer.kind = Kind::refused;
    answer.why = refusal(response.status, message, answer.permission, has_token);
  } else if (response.status == 404) {
    answer.kind = Kind::absent;
    answer.why = std::string("GitHub knows no such thing (404)") +
                 (has_token ? ", or the token may not see it: a private repository needs the token's access to it"
                            : "; a private one needs a `token:`") +
                 (answer.permission.empty() ? "" : " (permission " + answer.permission + ")");
  } else {
    answer.why = "GitHub answered " + status + (message.empty() ? "" : ": " + message);
    if (response.status == 410) answer.why += "; this version of its API is gone, upgrade Lapwing";
  }
  return answer;
}

}  // namespace lapwing::github
