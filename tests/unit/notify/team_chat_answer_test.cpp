// SPDX-License-Identifier: Apache-2.0
#include "core/text.hpp"
#include "notify/team_chat.hpp"

#include <gmock/gmock.h>

namespace lapwing::notify {
namespace {

using namespace std::chrono_literals;
using enum Outcome::Kind;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kSecret = "abcdefghijklmnopqrstuvwx";
TeamChat const kMattermost(TeamChat::Flavor::mattermost, Secret("https://chat.example/hooks/" + std::string(kSecret)));
TeamChat const kRocketChat(TeamChat::Flavor::rocketchat,
                           Secret("https://chat.example/hooks/id/" + std::string(kSecret)));

HttpResponse answer(int status, std::string_view body = "", std::vector<Header> headers = {}) {
  return {.status = status, .headers = std::move(headers), .body = std::string(body)};
}

Outcome mattermost(int status, std::string_view body = "") { return kMattermost.classify(answer(status, body)); }
Outcome rocketchat(int status, std::string_view body = "") { return kRocketChat.classify(answer(status, body)); }

// Checklist 1: each server has a word of its own for a delivery.
TEST(TeamChatAnswer, OnlyTheServersOwnWordIsADelivery) {
  EXPECT_EQ(mattermost(200, "ok").kind, delivered);
  EXPECT_EQ(rocketchat(200, R"({"success":true})").kind, delivered);
  for (auto const* other : {"", "OK", "okay", R"({"success":true})", "{}"})
    EXPECT_NE(mattermost(200, other).kind, delivered);
  for (auto const* other : {"", "ok", R"({"success":false})", R"({"success":"true"})", "{}", "[true]"})
    EXPECT_NE(rocketchat(200, other).kind, delivered) << other;
  EXPECT_THAT(rocketchat(200, "ok").why, HasSubstr("is `flavor` right?"));
}

TEST(TeamChatAnswer, ADeadWebhookIsABadDestinationWithARemedyAlthoughItsStatusIsThatOfABadMessage) {
  auto const gone = mattermost(400, R"({"id":"web.incoming_webhook.invalid.app_error","message":"Invalid webhook.",)"
                                    R"("status_code":400})");
  EXPECT_EQ(gone.kind, bad_destination);
  EXPECT_EQ(gone.why,
            "Mattermost answered 400 (web.incoming_webhook.invalid.app_error): the webhook is gone; make a new one and "
            "put its URL into the channel's `url`");
  EXPECT_EQ(mattermost(501, R"({"id":"web.incoming_webhook.disabled.app_error"})").kind, bad_destination);
  EXPECT_EQ(mattermost(403, R"({"id":"web.incoming_webhook.channel_locked.app_error"})").kind, bad_destination);
  EXPECT_EQ(rocketchat(400, R"({"success":false,"error":"Invalid integration id or token provided."})").kind,
            bad_destination);
  EXPECT_EQ(rocketchat(400, R"({"success":false,"error":"invalid-channel"})").kind, bad_destination);
  EXPECT_EQ(rocketchat(404).kind, bad_destination);
}

TEST(TeamChatAnswer, AnyOtherRefusalIsTheMessagesAndNamesTheServersWord) {
  auto const text = mattermost(400, R"({"id":"web.incoming_webhook.text.app_error"})");
  EXPECT_EQ(text.kind, bad_message);
  EXPECT_THAT(text.why, HasSubstr("(web.incoming_webhook.text.app_error)"));
  EXPECT_EQ(rocketchat(400, R"({"success":false,"error":"something new"})").kind, bad_message);
  EXPECT_EQ(rocketchat(200, R"({"success":false,"error":"something new"})").kind, bad_message);
}

TEST(TeamChatAnswer, ALimitWaitsAsItSaysOrAMinute) {
  EXPECT_EQ(mattermost(429).wait, 60s);
  EXPECT_EQ(kMattermost.classify(answer(429, "", {{"Retry-After", "7"}})).wait, 7s);
  auto const limited =
      rocketchat(400, R"({"success":false,"error":"Error, too many requests. [error-too-many-requests]"})");
  EXPECT_EQ(limited.kind, retry);
  EXPECT_EQ(limited.wait, 60s);
}

TEST(TeamChatAnswer, ADisabledIntegrationLooksLikeAnOutageAndTheReasonSaysSo) {
  auto const outcome = rocketchat(503, "Service Unavailable");
  EXPECT_EQ(outcome.kind, retry);
  EXPECT_THAT(outcome.why, HasSubstr("the integration is switched off"));
  EXPECT_EQ(mattermost(502, "<html>").kind, retry);
}

// Checklist 24.
TEST(TeamChatAnswer, ALoginPortalsPageIsNoDelivery) {
  for (auto const* const chat : {&kMattermost, &kRocketChat}) {
    auto const outcome = chat->classify(answer(200, "<html>Please log in</html>"));
    EXPECT_EQ(outcome.kind, retry);
    EXPECT_THAT(outcome.why, HasSubstr("login portal"));
  }
}

// Checklist 17.
TEST(TeamChatAnswer, TheReasonNeverHoldsTheUrlAndIsShortAndPrintable) {
  std::string const secret(kSecret);
  for (auto const& echo :
       {secret, R"({"id":"x )" + secret + R"("})", R"({"success":false,"error":"/hooks/id/)" + secret + R"("})",
        R"({"error":")" + std::string(10'000, 'y') + R"("})", std::string(R"({"error":"\u001b[31m\n"})")}) {
    for (int const status : {200, 302, 400, 403, 404, 429, 500, 503}) {
      for (auto const* const chat : {&kMattermost, &kRocketChat}) {
        auto const outcome = chat->classify(answer(status, echo));
        EXPECT_THAT(outcome.why, Not(HasSubstr(secret)));
        EXPECT_LE(count_characters(outcome.why), 300u);
        EXPECT_EQ(printable(outcome.why), outcome.why);
      }
    }
  }
}

}  // namespace
}  // namespace lapwing::notify
