// SPDX-License-Identifier: Apache-2.0
// Who is told: silences, acknowledgements, quiet hours, reminders, alerts that wait for others.
#include "scenario/daemon.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kAccuracy =
    "  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, critical: 55%}\n";
constexpr std::string_view kDependent =
    "  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, depends_on: [few-samples]}\n"
    "  few-samples: {watch: model.training_samples, when: below, warning: 100}\n";

/// Discord hears everything, Slack nothing.
class Attention : public testing::Test {
 protected:
  Daemon daemon{kAccuracy};

  Attention() {
    daemon.more = "notify: {critical: [team], warning: [team], info: [team]}\n";
    daemon.expect_discord(50);
    daemon.train("2026-03-02T11:00:00Z", 0.70);
  }
  /// Then each hour holds a poll, and time for its messages.
  void start() {
    daemon.start();
    daemon.run_for(1min);
  }
  void train(std::string_view at, double accuracy) {
    daemon.train(at, accuracy);
    daemon.run_for(1h);
  }
};

TEST_F(Attention, WhatIsSilencedIsToldOnceWhenTheSilenceEnds) {
  start();
  daemon.silence("alert=model-*", 3h);
  train("2026-03-02T12:30:00Z", 0.60);
  train("2026-03-02T13:30:00Z", 0.50);
  EXPECT_THAT(daemon.open(), ElementsAre("model-accuracy critical")) << "its level moves all the same";
  EXPECT_THAT(daemon.told(), IsEmpty());
  daemon.run_for(2h);
  EXPECT_THAT(daemon.told(), ElementsAre("2: INFO", "1: CRITICAL")) << "and before it ends there is word of it";
}

TEST_F(Attention, WhatComesAndGoesUnderASilenceIsNeverTold) {
  start();
  daemon.silence("model=models", 5h);
  train("2026-03-02T12:30:00Z", 0.60);
  train("2026-03-02T13:30:00Z", 0.70);
  daemon.run_for(10h);
  EXPECT_THAT(daemon.open(), IsEmpty());
  EXPECT_THAT(daemon.told(), IsEmpty());
}

TEST_F(Attention, TheEndOfWhatWasToldIsToldWhenTheSilenceEndsAlsoAfterAKill) {
  start();
  train("2026-03-02T12:30:00Z", 0.60);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING"));
  daemon.silence("alert=*", 3h);
  train("2026-03-02T13:30:00Z", 0.70);
  daemon.kill();
  start();
  daemon.run_for(1h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING")) << "the silence has survived";
  daemon.run_for(2h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING", "1: RECOVERED"));
}

TEST_F(Attention, ASilenceThatIsRemovedTellsAtOnce) {
  start();
  auto const id = daemon.silence("alert=*", 24h);
  train("2026-03-02T12:30:00Z", 0.60);
  EXPECT_THAT(daemon.told(), IsEmpty());
  daemon.end_silence(id);
  daemon.run_for(1min);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING"));
}

TEST_F(Attention, ASilenceOfAnotherAlertHoldsNothing) {
  start();
  daemon.silence("alert=data-*", 24h);
  train("2026-03-02T12:30:00Z", 0.60);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING"));
}

TEST_F(Attention, BeforeASilenceEndsItIsSaidOnceWhatIsOpenUnderIt) {
  start();
  daemon.silence("alert=model-*", 24h, "retraining");
  train("2026-03-02T12:30:00Z", 0.60);
  daemon.run_for(21h + 58min);
  EXPECT_THAT(daemon.told(), IsEmpty());
  daemon.run_for(5min);
  ASSERT_THAT(daemon.sent_to(kDiscord), testing::SizeIs(1));
  EXPECT_THAT(daemon.sent_to(kDiscord)[0],
              HasSubstr("retraining) ends in 1h, at 2026-03-03 12:01 +00:00; open under it: #1 model-accuracy"));
  daemon.kill();
  start();
  daemon.run_for(30min);
  EXPECT_THAT(daemon.sent_to(kDiscord), testing::SizeIs(1));
  daemon.run_for(1h);
  EXPECT_THAT(daemon.told(), ElementsAre("2: INFO", "1: WARNING"));
}

TEST_F(Attention, ASilenceUnderWhichNothingIsOpenEndsWithoutAWord) {
  start();
  daemon.silence("alert=model-*", 24h);
  daemon.run_for(48h);
  EXPECT_THAT(daemon.told(), IsEmpty());
}

class QuietNights : public Attention {
 protected:
  QuietNights() {
    daemon.more += "quiet_hours: [{from: \"22:00\", to: \"07:00\", mute: [info, warning]}]\n";
    daemon.clock.advance_to(*parse_timestamp("2026-03-02T21:00:00Z"));
  }
};

TEST_F(QuietNights, AWarningOfTheNightThatIsOverInTheMorningIsNotTold) {
  start();
  daemon.run_for(1h);
  train("2026-03-02T22:30:00Z", 0.60);
  train("2026-03-02T23:30:00Z", 0.70);
  daemon.run_for(24h);
  EXPECT_THAT(daemon.told(), IsEmpty());
}

TEST_F(QuietNights, AWarningThatLastsIsToldInTheMorningOnceAlsoAcrossARestart) {
  start();
  daemon.run_for(1h);
  train("2026-03-02T22:30:00Z", 0.60);
  daemon.stop();
  start();
  daemon.run_for(7h);
  EXPECT_THAT(daemon.told(), IsEmpty());
  daemon.run_for(2h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING"));
}

TEST_F(QuietNights, ACriticalGoesThroughAndSoDoesItsEnd) {
  start();
  daemon.run_for(1h);
  train("2026-03-02T22:30:00Z", 0.50);
  train("2026-03-02T23:30:00Z", 0.70);
  EXPECT_THAT(daemon.told(), ElementsAre("1: CRITICAL", "1: RECOVERED"));
}

TEST_F(Attention, WhatGoesOnIsToldAgainEachTimeAfterTwiceAsLong) {
  start();
  train("2026-03-02T12:30:00Z", 0.50);
  EXPECT_THAT(daemon.told(), ElementsAre("1: CRITICAL"));
  daemon.run_for(22h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: CRITICAL"));
  daemon.run_for(2h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: CRITICAL", "1: CRITICAL (still)"));
  daemon.run_for(46h);
  EXPECT_THAT(daemon.told(), testing::SizeIs(2));
  daemon.run_for(2h);
  EXPECT_THAT(daemon.told(), testing::SizeIs(3));
}

TEST_F(Attention, AfterTimeAwayThereIsOneReminderAndNotSeveral) {
  start();
  train("2026-03-02T12:30:00Z", 0.50);
  daemon.kill();
  daemon.clock.advance_to(daemon.clock.now() + 20 * 24h);
  start();
  daemon.run_for(1h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: CRITICAL", "1: CRITICAL (still)"));
}

TEST_F(Attention, AnAcknowledgedIncidentIsNotToldAgainUnlessItGetsWorse) {
  daemon.write_alerts(
      "  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, critical: 55%, remind: 2h}\n");
  start();
  train("2026-03-02T12:30:00Z", 0.60);
  daemon.acknowledge(1);
  daemon.run_for(24h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING"));
  daemon.kill();
  start();
  daemon.run_for(24h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING")) << "the acknowledgement has survived";
  train("2026-03-04T13:30:00Z", 0.50);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING", "1: CRITICAL (was warning)"));
  daemon.run_for(2h);
  EXPECT_THAT(daemon.told().back(), "1: CRITICAL (still)");
}

TEST_F(Attention, AnAlertThatIsNeverToRemindDoesNot) {
  daemon.write_alerts("  model-accuracy: {watch: model.accuracy, when: below, critical: 65%, remind: never}\n");
  start();
  train("2026-03-02T12:30:00Z", 0.60);
  daemon.run_for(35 * 24h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: CRITICAL"));
}

TEST_F(Attention, AnAlertWithChannelsOfItsOwnIsToldThere) {
  daemon.write_alerts("  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, notify: [oncall]}\n");
  daemon.expect_slack(2);
  start();
  train("2026-03-02T12:30:00Z", 0.60);
  train("2026-03-02T13:30:00Z", 0.70);
  EXPECT_THAT(daemon.told(), IsEmpty());
  EXPECT_THAT(daemon.sent_to(kSlack), testing::SizeIs(2));
}

TEST_F(Attention, AChannelThatHeardOfAnIncidentHearsOfItsEndAlsoWhenTheAlertIsSentElsewhereMeanwhile) {
  start();
  train("2026-03-02T12:30:00Z", 0.60);
  daemon.write_alerts("  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, notify: [oncall]}\n");
  daemon.expect_slack(2);
  daemon.reload();
  train("2026-03-02T13:30:00Z", 0.70);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING", "1: RECOVERED"));
  EXPECT_THAT(daemon.sent_to(kSlack), IsEmpty()) << "it never heard of it";
}

/// With so many samples behind it; then each hour holds a poll.
class Dependent : public Attention {
 protected:
  Dependent() { daemon.write_alerts(kDependent); }
  void version(std::string const& at, int samples) {
    daemon.folder.write(
        "models/v" + std::to_string(samples) + "_metadata.json",
        R"({"created_at": ")" + at + R"(", "accuracy": 0.5, "training_samples": )" + std::to_string(samples) + "}");
    daemon.run_for(1h);
  }
};

TEST_F(Dependent, AnAlertThatDependsOnAnotherIsToldOnlyOnceThatIsOver) {
  start();
  version("2026-03-02T12:30:00Z", 10);
  EXPECT_THAT(daemon.open(), ElementsAre("model-accuracy warning", "few-samples warning"));
  EXPECT_THAT(daemon.told(), ElementsAre("2: WARNING"));
  version("2026-03-02T13:30:00Z", 1000);
  EXPECT_THAT(daemon.told(), testing::UnorderedElementsAre("2: WARNING", "2: RECOVERED", "1: WARNING"));
}

TEST_F(Dependent, ItGoesOnWaitingAfterARestartAndAfterAKill) {
  start();
  version("2026-03-02T12:30:00Z", 10);
  daemon.stop();
  start();
  daemon.run_for(1h);
  daemon.kill();
  start();
  daemon.run_for(24h);
  EXPECT_THAT(daemon.told(), ElementsAre("2: WARNING"));
}

TEST_F(Attention, AnAcknowledgementEndsWithTheFirstWorseLevel) {
  daemon.write_alerts(
      "  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, critical: 55%, remind: 2h}\n");
  start();
  train("2026-03-02T12:30:00Z", 0.60);
  daemon.acknowledge(1);
  train("2026-03-02T13:30:00Z", 0.50);
  train("2026-03-02T14:30:00Z", 0.60);
  daemon.run_for(2h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING", "1: CRITICAL (was warning)", "1: WARNING (was critical)",
                                         "1: WARNING (still)"));
  daemon.kill();
  start();
  daemon.run_for(4h);
  EXPECT_EQ(daemon.told().back(), "1: WARNING (still)");
  EXPECT_THAT(daemon.told(), testing::SizeIs(5));
}

TEST_F(Attention, WordOfTheEndOfASilenceIsNotHeldByTheSilence) {
  start();
  daemon.silence("alert=*", 24h);
  train("2026-03-02T12:30:00Z", 0.60);
  daemon.run_for(22h + 2min);
  EXPECT_THAT(daemon.told(), ElementsAre("2: INFO"));
  daemon.run_for(1h);
  EXPECT_THAT(daemon.told(), ElementsAre("2: INFO", "1: WARNING"));
}

TEST_F(Attention, WhatHappensOnceUnderASilenceIsOverWithItAndNotTold) {
  daemon.write_alerts("  trained: {on: model.trained, info: \"trained {fields.version}\"}\n");
  start();
  daemon.silence("alert=trained", 3h);
  train("2026-03-02T12:30:00Z", 0.60);
  train("2026-03-02T13:30:00Z", 0.60);
  daemon.run_for(10h);
  EXPECT_THAT(daemon.told(), IsEmpty());
  train("2026-03-03T00:30:00Z", 0.60);
  EXPECT_THAT(daemon.told(), ElementsAre("3: INFO"));
}

TEST_F(QuietNights, WhatHappensOnceInTheNightIsToldInTheMorning) {
  daemon.write_alerts("  trained: {on: model.trained, info: \"trained\"}\n");
  start();
  daemon.run_for(1h);
  train("2026-03-02T22:30:00Z", 0.60);
  EXPECT_THAT(daemon.told(), IsEmpty());
  daemon.run_for(8h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: INFO"));
}

TEST_F(QuietNights, AReminderOfTheNightComesInTheMorning) {
  daemon.write_alerts("  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, remind: 7h}\n");
  start();
  train("2026-03-02T21:30:00Z", 0.60);
  EXPECT_THAT(daemon.told(), IsEmpty());
  daemon.run_for(9h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING")) << "at seven";
  daemon.run_for(8h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING", "1: WARNING (still)"));
  daemon.run_for(14h);
  EXPECT_THAT(daemon.told(), testing::SizeIs(2)) << "it was due at four";
  daemon.run_for(2h);
  EXPECT_THAT(daemon.told(), testing::SizeIs(3));
}

TEST_F(Attention, AChannelThatIsToHearOfAnAlertNoMoreIsNotRemindedOfIt) {
  start();
  train("2026-03-02T12:30:00Z", 0.50);
  daemon.stop();
  daemon.more = "notify: {critical: [oncall], warning: [team], info: [team]}\n";
  start();
  daemon.run_for(72h);
  EXPECT_THAT(daemon.told(), ElementsAre("1: CRITICAL"));
}

TEST(Reminders, OneThatAChannelDoesNotTakeIsGivenUpAndTheNextComesInItsTime) {
  Daemon daemon(kAccuracy);
  daemon.more = "notify: {critical: [team], warning: [], info: []}\n";
  daemon.train("2026-03-02T11:00:00Z", 0.50);
  daemon.expect_discord();
  daemon.start();
  daemon.run_for(1h);
  for (int form = 0; form < 2; ++form)
    daemon.http.answer(std::string(kDiscord), response(400, R"({"code": 50035, "message": "Invalid Form Body"})"));
  daemon.run_for(24h);
  EXPECT_THAT(daemon.sent_to(kDiscord), testing::SizeIs(3)) << "in full, and once more as plain text";
  daemon.expect_discord();
  daemon.run_for(48h);
  EXPECT_THAT(daemon.sent_to(kDiscord).back(), HasSubstr("still"));
}

TEST(Reminders, ALevelWhoseMessageWasGivenUpIsToldAsNewsWhenItsTimeComes) {
  Daemon daemon(kAccuracy);
  daemon.more = "notify: {critical: [team], warning: [team], info: []}\n";
  daemon.train("2026-03-02T11:00:00Z", 0.60);
  daemon.expect_discord();
  daemon.start();
  daemon.run_for(1h + 1min);  // a message goes out ten seconds after its poll
  for (int form = 0; form < 2; ++form)
    daemon.http.answer(std::string(kDiscord), response(400, R"({"code": 50035, "message": "Invalid Form Body"})"));
  daemon.train("2026-03-02T12:30:00Z", 0.50);
  daemon.run_for(1h);
  EXPECT_THAT(daemon.sent_to(kDiscord), testing::SizeIs(3));
  daemon.expect_discord();
  daemon.run_for(24h);
  ASSERT_THAT(daemon.sent_to(kDiscord), testing::SizeIs(4));
  EXPECT_THAT(daemon.sent_to(kDiscord).back(), HasSubstr("was warning"));
}

}  // namespace
}  // namespace lapwing::test
