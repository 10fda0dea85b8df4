// SPDX-License-Identifier: Apache-2.0
// The half of Mattermost and Rocket.Chat that reads answers.
#include "core/text.hpp"
#include "notify/answer.hpp"
#include "notify/team_chat.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace lapwing::notify {
namespace {

using nlohmann::json;
using enum Outcome::Kind;

constexpr std::size_t kReadBody = 64 * 1024;
constexpr Duration kRateLimited = std::chrono::seconds{60};

struct Word {
  std::string_view part;  ///< of what the server says
  Outcome::Kind kind;
  std::string_view remedy;
};

constexpr std::string_view kNewWebhook = "the webhook is gone; make a new one and put its URL into the channel's `url`";
constexpr std::string_view kSwitchedOff = "ask the server's administrator to switch incoming webhooks on";
constexpr std::string_view kChannel = "the webhook may not post to its channel; make one for a channel where it may";

/// What tells a dead webhook from a message that is refused: both servers answer 400 to either. Source: Mattermost's
/// app/webhook.go and web/webhook.go, Rocket.Chat's app/integrations/server/api/api.ts; read 2026-08.
constexpr std::array kWords{
    Word{"web.incoming_webhook.invalid.", bad_destination, kNewWebhook},
    Word{"web.incoming_webhook.disabled.", bad_destination, kSwitchedOff},
    Word{"web.incoming_webhook.user.", bad_destination, kNewWebhook},
    Word{"web.incoming_webhook.channel", bad_destination, kChannel},
    Word{"web.incoming_webhook.permissions.", bad_destination, kChannel},
    Word{"Invalid integration id or token", bad_destination, kNewWebhook},
    Word{"invalid-channel", bad_destination, kChannel},
    Word{"error-not-allowed", bad_destination, kChannel},
    Word{"error-too-many-requests", retry, ""},
};

struct Said {
  bool is_success = false;
  std::string error = {};
};

Said read_body(HttpResponse const& answer, TeamChat::Flavor flavor) {
  auto const text = trim(answer.body);
  bool const is_mattermost = flavor == TeamChat::Flavor::mattermost;
  if (is_mattermost && text == "ok") return {true};
  if (text.size() > kReadBody) return {};
  auto const body = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) return {};
  auto const error = body.find(is_mattermost ? "id" : "error");
  auto const success = body.find("success");
  Said said;
  if (!is_mattermost) said.is_success = success != body.end() && *success == true;
  if (error != body.end() && error->is_string()) said.error = *error;
  return said;
}

}  // namespace

Outcome TeamChat::classify(HttpResponse const& answer) const {
  std::string const server = flavor_ == Flavor::mattermost ? "Mattermost" : "Rocket.Chat";
  auto out = outcome_by_status(answer, server);
  auto const [is_success, error] = read_body(answer, flavor_);
  auto const known =
      std::ranges::find_if(kWords, [&](Word const& word) { return error.find(word.part) != error.npos; });
  bool const is_known = known != kWords.end();

  if (out.kind == delivered) {
    if (answer.status == 200 && is_success) return {};
    out.kind = is_known ? known->kind : error.empty() ? retry : bad_message;
    out.why = is_web_page(answer)
                  ? "a web page answered in " + server + "'s place: a login portal or a proxy?"
                  : server + " answered " + std::to_string(answer.status) + " without the '" +
                        (flavor_ == Flavor::mattermost ? "ok" : "success") + "' of a delivery; is `flavor` right?";
  } else if (is_known && answer.status >= 400 && answer.status != 429) {
    out.kind = known->kind;
  }
  bool const is_limit = answer.status == 429 || (is_known && known->kind == retry);
  out.is_limit = out.kind == retry && is_limit;
  if (out.is_limit && !out.wait) out.wait = kRateLimited;

  if (!error.empty()) out.why += " (" + cut(error, 120) + ")";
  if (out.kind == bad_destination)
    out.why += ": " + std::string(is_known && !known->remedy.empty() ? known->remedy : remedy_for(answer.status));
  if (answer.status == 503 && flavor_ == Flavor::rocketchat)
    out.why += ": an outage, or the integration is switched off (Administration, Integrations)";
  out.why = safe_reason(std::move(out.why), url_);
  return out;
}

}  // namespace lapwing::notify
