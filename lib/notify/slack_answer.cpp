// SPDX-License-Identifier: Apache-2.0
// Slack's half that reads answers: status first, then the word in the body.
#include "core/text.hpp"
#include "io/retry_after.hpp"
#include "notify/answer.hpp"
#include "notify/slack.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace lapwing::notify {
namespace {

using nlohmann::json;
using enum Outcome::Kind;

constexpr std::size_t kReadBody = 64 * 1024;
constexpr Duration kRateLimited = std::chrono::seconds{30};
/// Source: docs.slack.dev, "Rate limits", read 2026-08: one message a second for a channel; no header tells it.
constexpr Duration kPace = std::chrono::seconds{1};

struct Word {
  std::string_view name;
  Outcome::Kind kind;
  std::string_view remedy;
};

constexpr std::string_view kNewWebhook = "the webhook is gone; make a new one and put its URL into the channel's `url`";
constexpr std::string_view kAdmin =
    "a workspace administrator has restricted this; ask them, or use another channel's webhook";
constexpr std::string_view kOtherChannel = "put the URL of a webhook in another channel into the channel's `url`";

/// Source: docs.slack.dev, "Sending messages using incoming webhooks", and facts from users' logs; read 2026-08.
constexpr std::array kWords{
    Word{"no_service", bad_destination, kNewWebhook},
    Word{"no_service_id", bad_destination, kNewWebhook},
    Word{"no_team", bad_destination, kNewWebhook},
    Word{"no_active_hooks", bad_destination, kNewWebhook},
    Word{"team_disabled", bad_destination, kNewWebhook},
    Word{"invalid_token", bad_destination, kNewWebhook},
    Word{"channel_not_found", bad_destination, kOtherChannel},
    Word{"channel_is_archived", bad_destination, kOtherChannel},
    Word{"user_not_found", bad_destination, kOtherChannel},
    Word{"action_prohibited", bad_destination, kAdmin},
    Word{"posting_to_general_channel_denied", bad_destination, kAdmin},
    Word{"invalid_payload", bad_message, ""},
    Word{"invalid_blocks", bad_message, ""},
    Word{"invalid_blocks_format", bad_message, ""},
    Word{"invalid_attachments", bad_message, ""},
    Word{"msg_blocks_too_long", bad_message, ""},
    Word{"no_text", bad_message, ""},
    Word{"too_many_attachments", bad_message, ""},
    Word{"rate_limited", retry, ""},
    Word{"ratelimited", retry, ""},
    Word{"rollup_error", retry, ""},
};

bool is_word(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_";
  return !text.empty() && text.size() <= 60 && text.find_first_not_of(letters) == text.npos;
}

/// What the body says: "ok", an error's word, or "" where it is neither.
struct Said {
  std::string word;
  std::optional<Duration> wait;
};

Said read_body(HttpResponse const& answer) {
  auto const text = trim(answer.body);
  if (is_word(text)) return {std::string(text), std::nullopt};
  if (text.size() > kReadBody) return {};
  auto const body = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) return {};
  Said said;
  if (auto const wait = body.find("retry_after"); wait != body.end() && wait->is_number())
    said.wait = wait_of(wait->get<double>());
  auto const ok = body.find("ok");
  auto const error = body.find("error");
  if (ok != body.end() && *ok == true)
    said.word = "ok";
  else if (error != body.end() && error->is_string() && is_word(error->get<std::string>()))
    said.word = *error;
  return said;
}

}  // namespace

Outcome Slack::classify(HttpResponse const& answer) const {
  auto out = outcome_by_status(answer, "Slack");
  auto const [word, wait] = read_body(answer);
  auto const known = std::ranges::find(kWords, word, &Word::name);
  out.wait = std::max(out.wait, wait);  // an absent one is the smallest

  if (out.kind == delivered) {
    if (answer.status == 200 && word == "ok") return {.wait = kPace};
    // A server that is not Slack, or Slack's 200 for a failure: the word decides, where there is one.
    out.kind = known != kWords.end() ? known->kind : word.empty() || word == "ok" ? retry : bad_message;
    out.why = is_web_page(answer)
                  ? "a web page answered in Slack's place: a login portal or a proxy?"
                  : "Slack answered " + std::to_string(answer.status) + " without the 'ok' of a delivery";
  } else if (answer.status >= 400 && answer.status < 500 && out.kind != retry && known != kWords.end()) {
    out.kind = known->kind;
  }
  bool const limited = answer.status == 429 || word == "rate_limited" || word == "ratelimited";
  out.is_limit = out.kind == retry && limited;
  if (out.is_limit && !out.wait) out.wait = kRateLimited;

  if (!word.empty() && word != "ok") out.why += " (" + word + ")";
  if (out.kind == bad_destination) {
    bool const has_remedy = known != kWords.end() && !known->remedy.empty();
    out.why += ": " + std::string(has_remedy ? known->remedy : remedy_for(answer.status));
  }
  out.why = safe_reason(std::move(out.why), url_);
  return out;
}

}  // namespace lapwing::notify
