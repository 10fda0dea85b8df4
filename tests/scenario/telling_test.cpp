// SPDX-License-Identifier: Apache-2.0
// From a file that changes to what people read: told once, told right, told after all.
#include "scenario/daemon.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view kAccuracy = R"(
  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, critical: 55%, action: Retrain it.}
)";

TEST(Telling, ABadModelIsToldOnceToEveryChannel) {
  Daemon daemon(kAccuracy);
  daemon.train("2026-03-01T02:00:00Z", 0.72);
  daemon.train("2026-03-02T02:00:00Z", 0.52);
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.start();
  daemon.run_for(6h);
  ASSERT_THAT(daemon.sent_to(kDiscord), SizeIs(1));
  EXPECT_THAT(daemon.sent_to(kDiscord)[0], HasSubstr("model-accuracy"));
  EXPECT_THAT(daemon.sent_to(kDiscord)[0], HasSubstr("52%"));
  EXPECT_THAT(daemon.sent_to(kDiscord)[0], HasSubstr("below 55%"));
  EXPECT_THAT(daemon.sent_to(kDiscord)[0], HasSubstr("Retrain it"));
  ASSERT_THAT(daemon.sent_to(kSlack), SizeIs(1));
  EXPECT_THAT(daemon.sent_to(kSlack)[0], HasSubstr("model-accuracy"));
  EXPECT_THAT(daemon.open(), ElementsAre("model-accuracy critical"));
}

TEST(Telling, AHealthyProjectIsSilent) {
  Daemon daemon(kAccuracy);
  daemon.train("2026-03-01T02:00:00Z", 0.72);
  daemon.start();
  daemon.run_for(48h);
  EXPECT_THAT(daemon.http.seen, IsEmpty());
}

TEST(Telling, WhatABackfilledPastHeldIsNotTold) {
  Daemon daemon(kAccuracy);
  daemon.train("2026-02-01T02:00:00Z", 0.40);
  daemon.train("2026-02-02T02:00:00Z", 0.72);
  daemon.start();
  daemon.run_for(2h);
  EXPECT_THAT(daemon.http.seen, IsEmpty());
}

TEST(Telling, ARecoveryIsToldOnceToThoseWhoHeard) {
  Daemon daemon(kAccuracy);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_discord(2);
  daemon.expect_slack(2);
  daemon.start();
  daemon.run_for(90min);
  daemon.train("2026-03-02T13:20:00Z", 0.71);
  daemon.run_for(6h);
  ASSERT_THAT(daemon.sent_to(kDiscord), SizeIs(2));
  EXPECT_THAT(daemon.sent_to(kDiscord)[1], HasSubstr("RECOVERED"));
  EXPECT_THAT(daemon.open(), IsEmpty());
}

TEST(Telling, EscalationContinuesTheIncident) {
  Daemon daemon(kAccuracy);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_discord(2);
  daemon.expect_slack(2);
  daemon.start();
  daemon.run_for(30min);
  daemon.train("2026-03-02T12:20:00Z", 0.50);
  daemon.run_for(2h);
  ASSERT_THAT(daemon.state().open, SizeIs(1));
  EXPECT_EQ(daemon.state().open.begin()->first, 1);
  EXPECT_THAT(daemon.sent_to(kDiscord)[1], HasSubstr("#1"));
}

TEST(Telling, OneWaveIsOneMessage) {
  Daemon daemon(kAccuracy);
  daemon.pollers += "  others: {type: model_metrics, every: 1h, path: others, expect: []}\n";
  daemon.train("2026-03-02T02:00:00Z", 0.60, "alpha");
  daemon.train("2026-03-02T02:00:00Z", 0.50, "beta");
  daemon.folder.write("others/v1_metadata.json", R"({"created_at": "2026-03-02T03:00:00Z", "accuracy": 0.4})");
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.start();
  daemon.run_for(1h);
  ASSERT_THAT(daemon.sent_to(kDiscord), SizeIs(1));
  for (auto const* const name : {"alpha", "beta", "others"}) EXPECT_THAT(daemon.sent_to(kDiscord)[0], HasSubstr(name));
}

TEST(Telling, WhatIsOverBeforeItIsToldIsNotTold) {
  Daemon daemon(kAccuracy);
  daemon.pollers = "  models: {type: model_metrics, every: 4s, path: models, expect: []}\n";
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.start();
  daemon.run_for(2s);
  daemon.train("2026-03-02T11:59:59Z", 0.70);
  daemon.run_for(1h);
  EXPECT_THAT(daemon.http.seen, IsEmpty());
}

TEST(Telling, ARestartTellsNothingTwice) {
  Daemon daemon(kAccuracy);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.start();
  daemon.run_for(30min);
  daemon.stop();
  daemon.start();
  daemon.run_for(5h);
  daemon.kill();
  daemon.start();
  daemon.run_for(5h);
  EXPECT_THAT(daemon.http.seen, SizeIs(2));
  EXPECT_THAT(daemon.open(), ElementsAre("model-accuracy warning"));
}

TEST(Telling, AKillBeforeTheMessageLosesNothing) {
  Daemon daemon(kAccuracy);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.start();
  daemon.run_for(5s);  // judged and stored; group_wait not over
  daemon.kill();
  EXPECT_THAT(daemon.http.seen, IsEmpty());
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.start();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.http.seen, SizeIs(2));
}

TEST(Telling, AnOutageIsWaitedOutAndTheTruthToldAfterwards) {
  Daemon daemon(kAccuracy);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_slack(4);  // the model, the channel that fails, the model again, the channel that works
  daemon.http.always_answer(std::string(kDiscord), response(503, "<html>bad gateway</html>"));
  daemon.start();
  daemon.run_for(30min);
  daemon.train("2026-03-02T12:20:00Z", 0.50);
  daemon.run_for(45min);
  auto const tries = daemon.sent_to(kDiscord).size();
  EXPECT_LT(tries, 40u) << "back-off";
  daemon.http.always_answer(std::string(kDiscord), response(200, R"({"id": "1"})"));
  daemon.run_for(1h);
  auto const sent = daemon.sent_to(kDiscord);
  ASSERT_GT(sent.size(), tries);
  EXPECT_THAT(sent[tries], HasSubstr("50%")) << "the first message that arrives tells the present state";
}

TEST(Telling, RetryAfterIsHonoured) {
  Daemon daemon(kAccuracy);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_slack();
  daemon.http.answer(
      std::string(kDiscord),
      response(429, R"({"message": "limited", "retry_after": 120.5, "global": false})", {{"Retry-After", "121"}}));
  daemon.start();
  daemon.run_for(11s + 120s);
  EXPECT_THAT(daemon.sent_to(kDiscord), SizeIs(1));
  daemon.expect_discord();
  daemon.run_for(5s);
  EXPECT_THAT(daemon.sent_to(kDiscord), SizeIs(2));
}

TEST(Telling, RetryAfterSurvivesARestart) {
  Daemon daemon(kAccuracy);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_slack();
  daemon.http.answer(std::string(kDiscord), response(429, "{}", {{"Retry-After", "600"}}));
  daemon.start();
  daemon.run_for(1min);
  daemon.kill();
  daemon.start();
  daemon.run_for(8min);
  EXPECT_THAT(daemon.sent_to(kDiscord), SizeIs(1));
  daemon.expect_discord();
  daemon.run_for(3min);
  EXPECT_THAT(daemon.sent_to(kDiscord), SizeIs(2));
}

TEST(Telling, ARefusedChannelIsToldThroughTheOtherAndKeepsItsMessages) {
  Daemon daemon(kAccuracy);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_slack(2);
  daemon.http.always_answer(std::string(kDiscord),
                            response(401, R"({"message": "Invalid Webhook Token", "code": 50027})"));
  daemon.start();
  daemon.run_for(9min);
  EXPECT_THAT(daemon.sent_to(kDiscord), SizeIs(1)) << "a refused channel is not hammered";
  ASSERT_THAT(daemon.sent_to(kSlack), SizeIs(2));
  EXPECT_THAT(daemon.sent_to(kSlack)[1], HasSubstr("channel-failing"));
  EXPECT_THAT(daemon.sent_to(kSlack)[1], HasSubstr("401"));
  EXPECT_THAT(daemon.sent_to(kSlack)[1], Not(HasSubstr("webhooks/1")));
  // The webhook is mended: the channel hears of the model, not of its own failing, and the other hears of the recovery.
  daemon.expect_slack();
  daemon.http.always_answer(std::string(kDiscord), response(200, R"({"id": "1"})"));
  daemon.run_for(1h);
  auto const sent = daemon.sent_to(kDiscord);
  EXPECT_THAT(sent.back(), HasSubstr("model-accuracy"));
  EXPECT_THAT(daemon.sent_to(kSlack).back(), HasSubstr("RECOVERED"));
  EXPECT_THAT(daemon.open(), ElementsAre("model-accuracy warning"));
}

TEST(Telling, AMessageThatIsRefusedGoesOutOnceMoreAsPlainText) {
  Daemon daemon(kAccuracy);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_slack();
  daemon.http.answer(std::string(kDiscord), response(400, R"({"code": 50035, "message": "Invalid Form Body"})"));
  daemon.expect_discord();
  daemon.start();
  daemon.run_for(1h);
  auto const sent = daemon.sent_to(kDiscord);
  ASSERT_THAT(sent, SizeIs(2));
  EXPECT_THAT(sent[0], HasSubstr("embeds"));
  EXPECT_THAT(sent[1], HasSubstr("model-accuracy"));
  EXPECT_NE(sent[0], sent[1]);
}

TEST(Telling, AHundredIncidentsAreOneMessageThatCountsThemAll) {
  Daemon daemon(kAccuracy);
  for (int i = 0; i < 100; ++i) daemon.train("2026-03-02T02:00:00Z", 0.50, "model" + std::to_string(i));
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.start();
  daemon.run_for(1h);
  EXPECT_THAT(daemon.sent_to(kDiscord)[0], HasSubstr("100"));
  EXPECT_THAT(daemon.open(), SizeIs(100));
}

TEST(Telling, AChannelHearsOnlyTheSeveritiesItIsRoutedAndEveryEasing) {
  Daemon daemon(kAccuracy);
  daemon.more = "notify: {critical: [team, oncall], warning: [oncall], info: []}\n";
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_slack(3);
  daemon.start();
  daemon.run_for(10min);
  EXPECT_THAT(daemon.sent_to(kDiscord), IsEmpty());
  daemon.expect_discord(2);
  daemon.train("2026-03-02T12:10:00Z", 0.50);
  daemon.run_for(1h);
  EXPECT_THAT(daemon.sent_to(kDiscord), SizeIs(1));
  daemon.train("2026-03-02T13:05:00Z", 0.60);  // back to warning: who heard critical must know
  daemon.run_for(1h);
  EXPECT_THAT(daemon.sent_to(kDiscord), SizeIs(2));
}

}  // namespace
}  // namespace lapwing::test
