// SPDX-License-Identifier: Apache-2.0
// Discord's half that reads answers: status first, then the codes in the body, which may be HTML, cut or empty.
#include "core/text.hpp"
#include "io/retry_after.hpp"
#include "notify/answer.hpp"
#include "notify/discord.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace lapwing::notify {
namespace {

using nlohmann::json;

constexpr std::size_t kReadBody = 64 * 1024;  // an error is far smaller
constexpr Duration kBlocked = std::chrono::seconds{60};
constexpr int kUnknownMessage = 10008;
/// Where no header tells the allowance: 5 messages in 2 s, which Discord's staff named once.
constexpr Duration kUnlimitedPace = std::chrono::milliseconds{400};

json body_of(HttpResponse const& answer) {
  if (answer.body.size() > kReadBody) return {};
  auto body = json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
  return body.is_object() ? body : json{};
}

int code_of(json const& body) {
  auto const code = body.find("code");
  return code != body.end() && code->is_number_integer() ? code->get<int>() : 0;
}

std::string text_of(json const& body, char const* key) {
  auto const text = body.find(key);
  return text != body.end() && text->is_string() ? text->get<std::string>() : "";
}

/// An id, a decimal number; "" where there is none.
std::string id_in(json const& body, char const* key) {
  auto const id = text_of(body, key);
  return id.find_first_not_of("0123456789") == id.npos && id.size() <= 20 ? id : "";
}

/// Where the first complaint stands and its code: "errors.embeds.0.fields.3.value BASE_TYPE_MAX_LENGTH".
std::string first_complaint(json const& node, std::string const& path, int depth = 0) {
  if (!node.is_object() || depth > 16) return "";
  auto const leaf = node.find("_errors");
  if (leaf != node.end() && leaf->is_array() && !leaf->empty() && leaf->front().is_object()) {
    return path + " " + text_of(leaf->front(), "code") + ": " + text_of(leaf->front(), "message");
  }
  for (auto const& [key, inner] : node.items()) {
    auto found = first_complaint(inner, path + "." + key, depth + 1);
    if (!found.empty()) return found;
  }
  return "";
}

/// The wait that the body asks for: `retry_after`, in seconds since API v8.
std::optional<Duration> wait_in(json const& body) {
  auto const seconds = body.find("retry_after");
  if (seconds == body.end()) return std::nullopt;
  if (seconds->is_string()) return wait_of(seconds->get<std::string>());
  return seconds->is_number() ? wait_of(seconds->get<double>()) : std::nullopt;
}

bool is_true(std::optional<std::string_view> header) { return header && to_lower(*header) == "true"; }

/// What a person can do, where the code says more than the status; "" where it does not. These codes mean that nothing
/// sent to this URL will be accepted.
std::string_view remedy_for_code(int code) {
  switch (code) {
    case 10015:
      return "the webhook was deleted; make a new one in the channel's settings and put its URL into the channel's "
             "`url`";
    case 10003:
      return "the channel or thread is gone; put the URL of a webhook in another one into the channel's `url`";
    case 50027:
      return "the webhook's token is wrong; copy the URL from the channel's settings into the channel's `url`";
    case 220001:
    case 220002:
    case 220003:
    case 220004:
      return "a forum channel needs `forum: true`, or ?thread_id=ID in the channel's `url` to write into one post";
    default:
      return "";
  }
}

void read_rate_limit(HttpResponse const& answer, json const& body, Outcome& out) {
  auto const global = body.find("global");
  out.why = "Discord's rate limit (429)";
  out.is_limit = true;
  out.wait = std::max(out.wait, wait_in(body));  // an absent one is the smallest
  out.whole_host =
      is_true(answer.header("X-RateLimit-Global")) || (global != body.end() && *global == true) || is_web_page(answer);
  if (out.wait) return;
  // Discord itself always says how long. This is Cloudflare blocking the machine's address, and asking again prolongs
  // it.
  out.why = "429 without a word on how long: Discord may be blocking this machine's address";
  out.wait = kBlocked;
  out.whole_host = true;
}

/// ", code 50035 (Invalid Form Body); errors.content BASE_TYPE_MAX_LENGTH: Must be 2000 or fewer in length."
std::string details_of(json const& body, Secret const& url) {
  std::string out;
  if (int const code = code_of(body); code != 0) out += ", code " + std::to_string(code);
  if (auto const message = safe_reason(text_of(body, "message"), url, 80); !message.empty())
    out += " (" + message + ")";
  auto const errors = body.find("errors");
  if (errors == body.end()) return out;
  auto const complaint = first_complaint(*errors, "errors");
  return complaint.empty() ? out : out + "; " + complaint;
}

}  // namespace

Outcome Discord::classify(HttpResponse const& answer) const {
  using enum Outcome::Kind;
  auto out = outcome_by_status(answer, "Discord");
  if (out.kind == delivered) {
    if (is_web_page(answer))
      return {.kind = retry, .why = "a web page answered in Discord's place: a login portal or a proxy?"};
    auto const body = body_of(answer);
    out.message = id_in(body, "id");
    // In a forum the channel of a message is its thread, and changing it needs both.
    if (auto const thread = id_in(body, "channel_id"); style_.is_forum && !out.message.empty())
      out.message = thread.empty() ? "" : thread + "/" + out.message;
    auto const remaining = answer.header("X-RateLimit-Remaining");
    if (!remaining) out.wait = kUnlimitedPace;
    if (remaining && trim(*remaining) == "0") out.wait = wait_of(answer.header("X-RateLimit-Reset-After").value_or(""));
    return out;
  }
  auto const body = body_of(answer);
  if (answer.status == 429) {
    read_rate_limit(answer, body, out);
  } else {
    out.why += details_of(body, url_);
    auto const remedy = remedy_for_code(code_of(body));
    // A failing server's code proves nothing.
    if (out.kind != retry && !remedy.empty()) out.kind = bad_destination;
    if (out.kind == bad_destination && code_of(body) == kUnknownMessage) out.kind = bad_message;  // deleted by a person
    if (out.kind == bad_destination) out.why += ": " + std::string(remedy.empty() ? remedy_for(answer.status) : remedy);
  }
  out.why = safe_reason(std::move(out.why), url_);
  return out;
}

}  // namespace lapwing::notify
