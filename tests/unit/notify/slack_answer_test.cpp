// SPDX-License-Identifier: Apache-2.0
#include "core/text.hpp"
#include "notify/slack.hpp"

#include <gtest/gtest.h>

namespace lapwing::notify {
namespace {

using namespace std::chrono_literals;
using enum Outcome::Kind;

constexpr std::string_view kSecret = "abcdefghijklmnopqrstuvwx";
Slack const kSlack(Secret("https://hooks.slack.com/services/T00000000/B00000000/" + std::string(kSecret)));

constexpr std::string_view kHtml = "<html><body>Please log in</body></html>";

Outcome classify(int status, std::string_view body = "", std::vector<Header> headers = {}) {
  return kSlack.classify({.status = status, .headers = std::move(headers), .body = std::string(body)});
}

bool says(Outcome const& outcome, std::string_view part) { return outcome.why.find(part) != outcome.why.npos; }

// Checklist 1.
TEST(SlackAnswer, OnlyOkIsADelivery) {
  for (auto const* ok : {"ok", "ok\n", " ok ", R"({"ok": true})"}) EXPECT_EQ(classify(200, ok).kind, delivered) << ok;
  for (auto const* other : {"", "okay", "OK", "not ok", "{}", R"({"ok": "true"})"})
    EXPECT_NE(classify(200, other).kind, delivered) << other;
  EXPECT_EQ(classify(202, "ok").kind, retry);
  EXPECT_EQ(classify(200, "ok").wait, 1s) << "one message a second, says Slack, and no header does";
}

// Checklist 24.
TEST(SlackAnswer, ALoginPortalsPageIsNoDelivery) {
  auto const outcome = classify(200, kHtml);
  EXPECT_EQ(outcome.kind, retry);
  EXPECT_TRUE(says(outcome, "login portal"));
}

TEST(SlackAnswer, ARefusalInA200IsReadByItsWord) {
  EXPECT_EQ(classify(200, R"({"ok": false, "error": "no_service"})").kind, bad_destination);
  EXPECT_EQ(classify(200, R"({"ok": false, "error": "invalid_blocks"})").kind, bad_message);
  EXPECT_EQ(classify(200, R"({"ok": false, "error": "something_new"})").kind, bad_message);
  EXPECT_EQ(classify(200, R"({"ok": false, "error": "ratelimited"})").wait, 30s);
  EXPECT_EQ(classify(200, "channel_is_archived").kind, bad_destination);
}

// Checklist 2 and 3.
TEST(SlackAnswer, ARateLimitWaitsAsItSays) {
  auto const outcome =
      classify(429, R"({"retry_after": 1, "ok": false, "error": "rate_limited"})", {{"Retry-After", "30"}});
  EXPECT_EQ(outcome.kind, retry);
  EXPECT_EQ(outcome.wait, 30s);
  EXPECT_FALSE(outcome.whole_host);
  EXPECT_EQ(classify(429, R"({"retry_after": 2, "ok": false, "error": "rate_limited"})").wait, 2s);
}

// Checklist 4.
TEST(SlackAnswer, ARateLimitWithoutHintWaitsHalfAMinute) {
  for (auto const body : {std::string_view(), kHtml, std::string_view("no_service")}) {
    EXPECT_EQ(classify(429, body).kind, retry);
    EXPECT_EQ(classify(429, body).wait, 30s);
  }
}

// Checklist 8.
TEST(SlackAnswer, AbsurdWaitsAreBounded) {
  EXPECT_EQ(classify(429, "", {{"Retry-After", "9999999999"}}).wait, kLongestWait);
  EXPECT_EQ(classify(429, "", {{"Retry-After", "-5"}}).wait, 30s);
  EXPECT_EQ(classify(429, R"({"retry_after": 1e300})").wait, kLongestWait);
}

// Checklist 9.
TEST(SlackAnswer, ServerTroubleIsRetriedWhateverTheBodySays) {
  for (int const status : {500, 502, 503, 504, 520, 408, 425, 0}) {
    for (auto const body : {std::string_view("rollup_error"), kHtml, std::string_view("no_service")}) {
      EXPECT_EQ(classify(status, body).kind, retry) << status;
    }
  }
  EXPECT_EQ(classify(503, "", {{"Retry-After", "7"}}).wait, 7s);
  EXPECT_EQ(classify(500, "rollup_error").wait, std::nullopt);
}

// Checklist 10.
TEST(SlackAnswer, ADeadWebhookIsABadDestinationWithARemedyWhateverTheStatus) {
  for (auto const* word : {"no_service", "no_service_id", "no_team", "no_active_hooks", "team_disabled",
                           "invalid_token", "channel_not_found", "channel_is_archived", "user_not_found",
                           "action_prohibited", "posting_to_general_channel_denied"}) {
    for (int const status : {400, 403, 404, 410, 422}) {
      auto const outcome = classify(status, word);
      EXPECT_EQ(outcome.kind, bad_destination) << word;
      EXPECT_TRUE(says(outcome, word) && says(outcome, "): ")) << outcome.why;
    }
  }
  EXPECT_EQ(
      classify(404, "no_service").why,
      "Slack answered 404 (no_service): the webhook is gone; make a new one and put its URL into the channel's `url`");
  for (int const status : {401, 403, 404, 405, 407, 410})
    EXPECT_EQ(classify(status, kHtml).kind, bad_destination) << status;
}

// Checklist 11.
TEST(SlackAnswer, ARefusedMessageNamesSlacksWord) {
  for (auto const* word : {"invalid_payload", "invalid_blocks", "invalid_blocks_format", "invalid_attachments",
                           "no_text", "too_many_attachments", "some_new_word"}) {
    auto const outcome = classify(400, word);
    EXPECT_EQ(outcome.kind, bad_message);
    EXPECT_TRUE(says(outcome, word));
  }
  EXPECT_EQ(classify(413, kHtml).kind, bad_message);
}

// Checklist 19.
TEST(SlackAnswer, ARedirectIsAConfigurationError) {
  auto const outcome = classify(302, "", {{"Location", "https://evil.example/"}});
  EXPECT_EQ(outcome.kind, bad_destination);
  EXPECT_TRUE(says(outcome, "redirects are not followed"));
}

// Checklist 17: a body is repeated only where it is a word of Slack's, and never with the URL's secret.
TEST(SlackAnswer, TheReasonNeverHoldsTheUrlAndIsShortAndPrintable) {
  std::string const secret(kSecret);
  for (auto const& echo : {secret, "/services/T00000000/B00000000/" + secret,
                           "https://hooks.slack.com/services/T00000000/B00000000/" + secret, "x\x1b[31m" + secret,
                           std::string(100'000, 'y') + secret, R"({"ok": false, "error": ")" + secret + R"("})"}) {
    for (int const status : {200, 302, 400, 403, 404, 429, 500}) {
      auto const outcome = classify(status, echo);
      EXPECT_FALSE(says(outcome, secret)) << outcome.why;
      EXPECT_LE(count_characters(outcome.why), 300u);
      EXPECT_EQ(printable(outcome.why), outcome.why);
    }
  }
}

}  // namespace
}  // namespace lapwing::notify
