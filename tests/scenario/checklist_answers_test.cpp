// SPDX-License-Identifier: Apache-2.0
// What a correct dispatcher of webhooks does with answers: the first half of a checklist made from what broke in
// others. One test each, through the whole daemon in virtual time.
#include "scenario/scripted_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class ChecklistOfAnswers : public testing::Test, public WatchedChannels {};

TEST_F(ChecklistOfAnswers, No01OnlyWhatTheServiceCallsSuccessIsADelivery) {
  team.first(response(204));
  other.first(response(200, R"({"id": "7"})"));
  elsewhere.first(response(200, "okay")).first(response(200, "<html>welcome</html>"));
  daemon.start();
  daemon.run_for(10min);
  EXPECT_THAT(team.times, SizeIs(1));
  EXPECT_THAT(other.times, SizeIs(1));
  EXPECT_THAT(elsewhere.times, SizeIs(3)) << "tried again until it says ok";
}

TEST_F(ChecklistOfAnswers, No02ARateLimitHoldsItsDestinationAndNoOther) {
  team.first(response(429, "{}", {{"Retry-After", "2"}}));
  daemon.start();
  daemon.run_for(1min);
  ASSERT_THAT(team.times, SizeIs(2));
  EXPECT_GE(team.gap(0), 2s);
  EXPECT_LT(other.times.at(0), team.times.at(1)) << "another destination has its message meanwhile";
  EXPECT_LT(elsewhere.times.at(0), team.times.at(1));
}

TEST_F(ChecklistOfAnswers, No03TheLongerOfTwoHintsCountsAndASubSecondOneIsNotRoundedAway) {
  team.first(response(429, R"({"retry_after": 0.376})", {{"Retry-After", "1"}}));
  other.first(response(429, R"({"retry_after": 0.376})"));
  daemon.start();
  daemon.run_for(1min);
  ASSERT_THAT(team.times, SizeIs(2));
  EXPECT_GE(team.gap(0), 1s);
  ASSERT_THAT(other.times, SizeIs(2));
  EXPECT_GE(other.gap(0), 376ms);
}

TEST_F(ChecklistOfAnswers, No04ARateLimitWithoutHintCoolsTheWholeHostForAMinute) {
  team.first(response(429, "<html>Error 1015</html>", {{"Content-Type", "text/html"}}));
  daemon.start();
  daemon.run_for(11s);
  auto const limited = team.times.at(0);
  auto const at_host = [&] {
    std::vector<TimePoint> all = team.times;
    all.insert(all.end(), other.times.begin(), other.times.end());
    std::erase_if(all, [&](TimePoint at) { return at <= limited; });
    return all;
  };
  daemon.run_for(59s);
  EXPECT_LE(at_host().size(), 1u) << "what was on its way already";
  EXPECT_THAT(elsewhere.times, SizeIs(1)) << "another host goes on";
  daemon.run_for(2min);
  EXPECT_THAT(team.times, SizeIs(2));
  EXPECT_GE(team.gap(0), 60s);
}

TEST_F(ChecklistOfAnswers, No05ARateLimitIsBelievedWhateverTheAllowanceSays) {
  team.first(response(429, R"({"retry_after": 40})", {{"X-RateLimit-Remaining", "3"}}));
  daemon.start();
  daemon.run_for(2min);
  ASSERT_THAT(team.times, SizeIs(2));
  EXPECT_GE(team.gap(0), 40s);
}

TEST_F(ChecklistOfAnswers, No06AnAllowanceThatIsUsedUpIsWaitedForAndNotOverdrawn) {
  FakeDiscord discord;
  daemon.serve_discord(discord);
  for (int i = 0; i < 3000; ++i) daemon.train("2026-03-02T02:00:00Z", 0.5, "m" + std::to_string(i));
  daemon.start();
  daemon.run_for(5min);
  EXPECT_GT(discord.messages().size(), 6u) << "more than one window holds";
  EXPECT_EQ(discord.limited(), 0);
}

TEST_F(ChecklistOfAnswers, No07AGlobalLimitPausesEveryDestinationOfTheHostAndOverARestartToo) {
  team.first(response(429, R"({"retry_after": 30, "global": true})", {{"X-RateLimit-Global", "true"}}));
  other.first(response(503)).first(response(503)).first(response(503));  // has its message still to come
  daemon.start();
  daemon.run_for(11s);
  ASSERT_THAT(team.times, SizeIs(1));
  auto const before = other.count();
  daemon.kill();
  daemon.start();
  daemon.run_for(28s);
  EXPECT_EQ(other.count(), before);
  EXPECT_EQ(team.count(), 1u);
  daemon.run_for(1min);
  EXPECT_GT(other.count(), before);
}

TEST_F(ChecklistOfAnswers, No08AbsurdHintsNeitherSpinNorHoldForEver) {
  for (auto const* hint : {"-5", "nan", "9999999999", "99999999999999999999", "Wed, 02 Mar 2026 12:00:00 GMT", "soon"})
    team.first(response(429, "{}", {{"Retry-After", hint}}));
  team.first(response(429, R"({"retry_after": -1})")).first(response(429, R"({"retry_after": 1e300})"));
  daemon.start();
  daemon.run_for(1h);
  EXPECT_LE(team.count(), 10u);
  daemon.run_for(24h * 5);
  EXPECT_EQ(team.count(), 9u) << "no hint holds longer than a day; the ninth is accepted";
}

TEST_F(ChecklistOfAnswers, No09TroubleIsRetriedWithGrowingGapsAndWhatHappenedOnceIsGivenUpWithItsReason) {
  daemon.write_alerts(
      "  trained: {on: model.trained, info: \"A model was trained\"}\n"
      "  model-accuracy: {watch: model.accuracy, when: below, warning: 65%}\n");
  team.otherwise = Error{ErrorKind::unreachable, "discord.com refused the connection"};
  team.first(response(500)).first(response(502)).first(response(503)).first(response(504));
  daemon.start();
  daemon.run_for(10min);
  daemon.train("2026-03-02T12:05:00Z", 0.60);
  daemon.run_for(3h);
  EXPECT_GE(team.gap(0), 500ms);
  EXPECT_GT(team.gap(3), team.gap(0));
  EXPECT_LE(team.count(), 60u) << "at last every five minutes or so";
  auto const letters = *daemon.store().dead_letters();
  ASSERT_THAT(letters, SizeIs(1)) << "the news of a training is worth an hour";
  EXPECT_EQ(letters[0].channel, "team");
  EXPECT_EQ(letters[0].why, "not delivered within 1h: discord.com refused the connection");
  EXPECT_THAT(elsewhere.bodies, Contains(HasSubstr("will not have word of info trained"))) << "another channel is told";
  team.otherwise = accepted();
  daemon.run_for(10min);
  EXPECT_THAT(team.bodies.back(), HasSubstr("model-accuracy")) << "what is still open is told however late";
}

TEST_F(ChecklistOfAnswers, No10ADestinationThatIsGoneIsLeftAloneAndThePeopleAreTold) {
  for (int const status : {401, 403, 404, 410}) {
    WatchedChannels one;
    one.team.otherwise = response(status, R"({"code": 10015, "message": "Unknown Webhook"})");
    one.daemon.start();
    one.daemon.run_for(10min);
    EXPECT_LE(one.team.count(), 2u) << status;
    EXPECT_THAT(one.elsewhere.bodies, Contains(AllOf(HasSubstr("channel-failing"), HasSubstr("team")))) << status;
    auto const channels = *one.daemon.store().channels();
    auto const record = std::ranges::find(channels, "team", &store::ChannelRecord::name);
    EXPECT_GT(record->refusals, 0) << status;
    EXPECT_THAT(record->error, HasSubstr(std::to_string(status)));
    one.daemon.run_for(24h);
    EXPECT_LE(one.team.count(), 10u) << "probed ever more slowly";
  }
}

TEST_F(ChecklistOfAnswers, No11ARefusedMessageGoesOutOnceMoreInPlainWordsAndIsThenGivenUp) {
  team.otherwise = response(400, R"({"code": 50035, "message": "Invalid Form Body", "errors": {"embeds": {"0": {
    "title": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer"}]}}}}})");
  daemon.start();
  daemon.run_for(1h);
  ASSERT_THAT(team.bodies, SizeIs(2));
  EXPECT_NE(team.bodies[0], team.bodies[1]);
  EXPECT_THAT(team.bodies[1], Not(HasSubstr("embeds")));
  auto const letters = *daemon.store().dead_letters();
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_THAT(letters[0].why, AllOf(HasSubstr("errors.embeds.0.title"), HasSubstr("BASE_TYPE_MAX_LENGTH")));
  EXPECT_THAT(elsewhere.bodies, Contains(HasSubstr("message-given-up")));
  EXPECT_THAT(team.bodies, Each(Not(HasSubstr("message-given-up")))) << "no word about itself to itself";
}

TEST_F(ChecklistOfAnswers, No19ARedirectIsNotFollowedAndIsTheConfigurationsFault) {
  team.otherwise = response(302, "", {{"Location", "https://evil.example/"}});
  daemon.start();
  daemon.run_for(9min);
  EXPECT_THAT(team.times, SizeIs(1));
  EXPECT_THAT(elsewhere.bodies, Contains(HasSubstr("redirects are not followed")));
}

TEST_F(ChecklistOfAnswers, No24NeitherDeadDnsNorALoginPageIsADelivery) {
  team.first(Error{ErrorKind::unreachable, "there is no host discord.com"})
      .first(response(200, "<html>Please log in to the Wi-Fi</html>", {{"Content-Type", "text/html"}}));
  daemon.start();
  daemon.run_for(10min);
  EXPECT_THAT(team.times, SizeIs(3));
  EXPECT_EQ(daemon.counters().delivered, 1u);
  EXPECT_EQ(daemon.counters().retried, 2u);
}

TEST_F(ChecklistOfAnswers, DnsThatIsDeadForMinutesDelaysEveryChannelAndLosesNothing) {
  auto const dead = Error{ErrorKind::unreachable, "there is no answer from the name servers"};
  team.otherwise = other.otherwise = elsewhere.otherwise = dead;
  daemon.start();
  daemon.run_for(7min);
  EXPECT_THAT(daemon.open(), Contains("model-accuracy warning"));
  team.otherwise = other.otherwise = accepted();
  elsewhere.otherwise = slack_ok();
  auto const before = team.count();
  daemon.run_for(10min);
  ASSERT_GT(team.count(), before);
  EXPECT_THAT(team.bodies[before], HasSubstr("model-accuracy"));
  EXPECT_THAT(team.bodies[before], HasSubstr("; delayed ")) << "and says that it is late";
  for (auto const* channel : {"team", "other", "elsewhere"}) EXPECT_THAT(*daemon.store().owed(channel), SizeIs(0));
}

}  // namespace
}  // namespace lapwing::test
