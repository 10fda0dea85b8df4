// SPDX-License-Identifier: Apache-2.0
#include "core/text.hpp"
#include "notify/discord.hpp"

#include <gtest/gtest.h>

namespace lapwing::notify {
namespace {

using namespace std::chrono_literals;
using enum Outcome::Kind;

constexpr std::string_view kToken = "s3cr3t-tokenAbCdEfGhIjKlMnOpQrStUvWxYz_0123456789";
Discord const kDiscord(Secret("https://discord.com/api/v10/webhooks/123/" + std::string(kToken)));

constexpr std::string_view kHtml = "<!DOCTYPE html><html><head><title>Access denied | Error 1015</title></head></html>";

Outcome classify(int status, std::string_view body = "", std::vector<Header> headers = {}) {
  return kDiscord.classify({.status = status, .headers = std::move(headers), .body = std::string(body)});
}

bool says(Outcome const& outcome, std::string_view part) { return outcome.why.find(part) != outcome.why.npos; }

// Checklist 1.
TEST(DiscordAnswer, BothSuccessesAreDeliveries) {
  EXPECT_EQ(classify(204).kind, delivered);
  auto const confirmed = classify(200, R"({"id": "1", "type": 0, "content": ""})");
  EXPECT_EQ(confirmed.kind, delivered);
  EXPECT_EQ(confirmed.wait, 400ms) << "no header: five in two seconds, until one teaches otherwise";
  EXPECT_EQ(confirmed.why, "");
  EXPECT_EQ(confirmed.message, "1");
  EXPECT_EQ(classify(200, R"({"id": "../x"})").message, "") << "it becomes a part of a URL";
  EXPECT_EQ(classify(200, R"({"id": 7})").message, "");
  EXPECT_EQ(classify(204).message, "");
  EXPECT_EQ(classify(200, "").kind, delivered) << "trouble with reading a success must not send it again";
  EXPECT_EQ(classify(200, R"({"id": )").kind, delivered);
}

TEST(DiscordAnswer, AMessageThatAPersonDeletedIsNoReasonToDoubtTheWebhook) {
  auto const gone = classify(404, R"({"code": 10008, "message": "Unknown Message"})");
  EXPECT_EQ(gone.kind, bad_message);
  EXPECT_EQ(classify(404, R"({"code": 10015, "message": "Unknown Webhook"})").kind, bad_destination);
}

// Checklist 6.
TEST(DiscordAnswer, ADeliveryThatUsedUpTheAllowanceCarriesTheWait) {
  EXPECT_EQ(classify(204, "", {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset-after", "1.5"}}).wait, 1500ms);
  EXPECT_EQ(classify(204, "", {{"X-RateLimit-Remaining", "3"}, {"X-RateLimit-Reset-After", "1.5"}}).wait, std::nullopt);
  EXPECT_EQ(classify(204, "", {{"X-RateLimit-Remaining", "0"}}).wait, std::nullopt);
  EXPECT_EQ(classify(204, "", {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset-After", "-nan"}}).wait,
            std::nullopt);
}

// Checklist 2.
TEST(DiscordAnswer, ARateLimitWaitsAsTheHeaderSays) {
  auto const outcome = classify(429, "", {{"Retry-After", "2"}});
  EXPECT_EQ(outcome.kind, retry);
  EXPECT_EQ(outcome.wait, 2s);
  EXPECT_FALSE(outcome.whole_host) << "another destination still gets its message";
}

// Checklist 3.
TEST(DiscordAnswer, TheLongerOfTheTwoHintsCountsAndSubSecondOnesAreHonoured) {
  EXPECT_EQ(classify(429, R"({"retry_after": 0.376, "global": false})", {{"Retry-After", "1"}}).wait, 1s);
  EXPECT_EQ(classify(429, R"({"retry_after": 41.2})", {{"Retry-After", "1"}}).wait, 41200ms);
  EXPECT_EQ(classify(429, R"({"retry_after": 0.376})").wait, 376ms);
  EXPECT_EQ(classify(429, R"({"retry_after": "0.376"})").wait, 376ms);
}

// Checklist 4.
TEST(DiscordAnswer, ALimitWithoutHintsBindsTheHostForAMinute) {
  for (auto const body :
       {kHtml, std::string_view(R"({"code":0,"message":"You are being blocked from accessing our API temporarily"})"),
        std::string_view(), std::string_view(R"({"retry_after": nul)"), std::string_view(R"({"retry_after": -3})")}) {
    auto const outcome = classify(429, body);
    EXPECT_EQ(outcome.kind, retry);
    EXPECT_EQ(outcome.wait, 60s);
    EXPECT_TRUE(outcome.whole_host);
  }
  auto const hinted = classify(429, kHtml, {{"Retry-After", "1800"}});
  EXPECT_EQ(hinted.wait, 30min);
  EXPECT_TRUE(hinted.whole_host) << "a page comes from Cloudflare, which blocks the address";
}

// Checklist 5.
TEST(DiscordAnswer, ARateLimitIsBelievedWhateverRemains) {
  auto const outcome = classify(429, R"({"retry_after": 40})", {{"X-RateLimit-Remaining", "3"}});
  EXPECT_EQ(outcome.kind, retry);
  EXPECT_EQ(outcome.wait, 40s);
}

// Checklist 7.
TEST(DiscordAnswer, AGlobalLimitBindsTheHost) {
  EXPECT_TRUE(classify(429, "", {{"Retry-After", "2"}, {"X-RateLimit-Global", "true"}}).whole_host);
  EXPECT_TRUE(classify(429, R"({"retry_after": 2, "global": true})").whole_host);
  EXPECT_FALSE(classify(429, R"({"retry_after": 2, "global": "yes"})").whole_host);
}

// Checklist 8.
TEST(DiscordAnswer, AbsurdWaitsAreBounded) {
  EXPECT_EQ(classify(429, R"({"retry_after": 9999999999})").wait, kLongestWait);
  EXPECT_EQ(classify(429, R"({"retry_after": 1e300})").wait, kLongestWait);
  EXPECT_EQ(classify(429, R"({"retry_after": [1]})").wait, 60s);
  EXPECT_EQ(classify(503, "", {{"Retry-After", "9999999999"}}).wait, kLongestWait);
}

// Checklist 9.
TEST(DiscordAnswer, ServerTroubleIsRetriedWhateverTheBodySays) {
  for (int const status : {500, 502, 503, 504, 520, 521, 522, 523, 524, 408, 425, 0, 100}) {
    EXPECT_EQ(classify(status, kHtml).kind, retry) << status;
    EXPECT_EQ(classify(status, R"({"code": 10015, "message": "Unknown Webhook"})").kind, retry) << status;
  }
  EXPECT_EQ(classify(503, "", {{"Retry-After", "7"}}).wait, 7s);
  EXPECT_TRUE(says(classify(502, kHtml), "Discord answered 502"));
}

// Checklist 10.
TEST(DiscordAnswer, ARefusedWebhookIsABadDestinationWithARemedy) {
  auto const deleted = classify(404, R"({"message": "Unknown Webhook", "code": 10015})");
  EXPECT_EQ(deleted.kind, bad_destination);
  EXPECT_EQ(
      deleted.why,
      "Discord answered 404, code 10015 (Unknown Webhook): the webhook was deleted; make a new one in the channel's "
      "settings and put its URL into the channel's `url`");
  EXPECT_TRUE(
      says(classify(401, R"({"message": "Invalid Webhook Token", "code": 50027})"), "token is wrong; copy the URL"));
  for (int const status : {401, 403, 404, 405, 407, 410}) {
    for (auto const body :
         {std::string_view(), kHtml, std::string_view(R"({"code": 10003, "message": "Unknown Channel"})"),
          std::string_view(R"({"code": 40333, "message": "internal network error"})")}) {
      auto const outcome = classify(status, body);
      EXPECT_EQ(outcome.kind, bad_destination) << status;
      EXPECT_FALSE(outcome.why.empty());
    }
  }
}

// Checklist 11.
TEST(DiscordAnswer, ARefusedMessageNamesThePlaceAndTheCode) {
  auto const outcome =
      classify(400, R"({"code": 50035, "message": "Invalid Form Body", "errors": {"embeds": {"0": {"fields": {"3":
      {"value": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 1024 or fewer in length."}]}}}}}}})");
  EXPECT_EQ(outcome.kind, bad_message);
  EXPECT_EQ(outcome.why,
            "Discord answered 400, code 50035 (Invalid Form Body); errors.embeds.0.fields.3.value "
            "BASE_TYPE_MAX_LENGTH: Must be "
            "1024 or fewer in length.");
  EXPECT_TRUE(says(classify(400, R"({"code": 50035, "errors": {"_errors": [{"code": "MAX_EMBED_SIZE_EXCEEDED"}]}})"),
                   "errors MAX_EMBED_SIZE_EXCEEDED"));
  for (int const status : {400, 402, 406, 411, 413, 415, 422, 431, 451})
    EXPECT_EQ(classify(status, kHtml).kind, bad_message) << status;
}

TEST(DiscordAnswer, AForumWithoutAThreadIsABadDestination) {
  for (int code = 220001; code <= 220004; ++code) {
    auto const outcome =
        classify(400, R"({"message": "Webhooks posted to forum channels must have a thread", "code": )" +
                          std::to_string(code) + "}");
    EXPECT_EQ(outcome.kind, bad_destination);
    EXPECT_TRUE(says(outcome, "thread_id"));
  }
}

// Checklist 19.
TEST(DiscordAnswer, ARedirectIsAConfigurationError) {
  for (int const status : {301, 302, 303, 307, 308}) {
    auto const outcome = classify(status, "", {{"Location", "https://evil.example/" + std::string(kToken)}});
    EXPECT_EQ(outcome.kind, bad_destination);
    EXPECT_TRUE(says(outcome, "redirects are not followed"));
  }
}

// Checklist 24.
TEST(DiscordAnswer, ALoginPortalsPageIsNoDelivery) {
  EXPECT_EQ(classify(200, kHtml).kind, retry);
  EXPECT_EQ(classify(200, "Welcome, please log in", {{"Content-Type", "text/html; charset=utf-8"}}).kind, retry);
}

TEST(DiscordAnswer, APayloadThatSpeaksOf1015IsNoBlock) {
  auto const outcome = classify(400, R"({"code": 50035, "message": "run 1015 Access denied"})");
  EXPECT_EQ(outcome.kind, bad_message);
  EXPECT_FALSE(outcome.whole_host);
}

// Checklist 17: what a server echoes never brings the URL or its token into a reason.
TEST(DiscordAnswer, TheReasonNeverHoldsTheUrlAndIsShortAndPrintable) {
  std::string const token(kToken);
  std::string const url = "https://discord.com/api/v10/webhooks/123/" + token;
  for (auto const& echo : {url, token, "/api/v10/webhooks/123/" + token, "a\x1b[31m\nb" + token,
                           std::string(5000, 'x') + token, std::string(260, 'x') + token}) {
    std::string escaped;
    for (char const c : echo)
      escaped += c == '\n' ? std::string("\\n") : c == '\x1b' ? std::string("\\u001b") : std::string(1, c);
    for (int const status : {400, 401, 404, 429, 500}) {
      auto const outcome = classify(status, R"({"code": 1, "message": ")" + escaped + R"(", "errors": {")" + escaped +
                                                R"(": {"_errors": [{"code": ")" + escaped + R"(", "message": ")" +
                                                escaped + R"("}]}}})");
      EXPECT_FALSE(says(outcome, token.substr(0, 20))) << outcome.why;
      EXPECT_LE(count_characters(outcome.why), 300u);
      EXPECT_EQ(printable(outcome.why), outcome.why);
    }
  }
}

TEST(DiscordAnswer, DeepAndBrokenBodiesAreSurvived) {
  std::string nested = R"({"code":50035,"errors":)";
  for (int i = 0; i < 5000; ++i) nested += R"({"a":)";
  nested += "1" + std::string(5001, '}');
  EXPECT_EQ(classify(400, nested).kind, bad_message);
  EXPECT_EQ(classify(400, std::string(60'000, '[')).kind, bad_message);
  EXPECT_EQ(classify(400, std::string(1 << 20, 'x')).kind, bad_message);
  EXPECT_EQ(classify(400, R"({"code": "50035", "message": 7, "errors": {"_errors": [1]}})").kind, bad_message);
  EXPECT_EQ(classify(400, "\xff\xfe").kind, bad_message);
}

}  // namespace
}  // namespace lapwing::notify
