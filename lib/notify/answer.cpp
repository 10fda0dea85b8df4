// SPDX-License-Identifier: Apache-2.0
#include "notify/answer.hpp"

#include "core/text.hpp"
#include "io/retry_after.hpp"

namespace lapwing::notify {
namespace {

Outcome::Kind kind_of(int status) {
  using enum Outcome::Kind;
  switch (status) {
    case 408:
    case 425:
    case 429:
      return retry;
    case 401:
    case 403:
    case 404:
    case 405:
    case 407:
    case 410:
      return bad_destination;
    default:
      break;
  }
  if (status >= 200 && status < 300) return delivered;
  if (status >= 300 && status < 400) return bad_destination;
  if (status >= 400 && status < 500) return bad_message;
  return retry;
}

}  // namespace

Outcome outcome_by_status(HttpResponse const& answer, std::string_view service) {
  Outcome out{.kind = kind_of(answer.status)};
  if (out.kind == Outcome::Kind::delivered) return out;
  out.why = std::string(service) + " answered " + std::to_string(answer.status);
  if (out.kind == Outcome::Kind::retry) out.wait = retry_after(answer);
  return out;
}

std::string_view remedy_for(int status) {
  if (status < 400) return "redirects are not followed; put the final URL into the channel's `url`";
  if (status == 407) return "the HTTPS proxy wants a login; see HTTPS_PROXY";
  if (status == 405) return "this URL takes no messages; check the channel's `url`";
  return "the URL is wrong, or was revoked; check the channel's `url`";
}

bool is_web_page(HttpResponse const& answer) {
  auto const type = to_lower(answer.header("Content-Type").value_or(""));
  auto const body = trim(answer.body);
  return body.starts_with('<') || (!body.empty() && type.find("text/html") != type.npos);
}

std::string safe_reason(std::string said, Secret const& url, std::size_t limit) {
  Redactor redactor;
  redactor.add(url.reveal());
  return printable(redactor.redact(said), limit);
}

}  // namespace lapwing::notify
