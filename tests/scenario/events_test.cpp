// SPDX-License-Identifier: Apache-2.0
// Alerts on events: what happens is told once, and what has long happened not at all.
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

constexpr std::string_view kTrained = R"(
  trained: {on: 'model.trained{model="models"}', info: "New version: accuracy {model.accuracy}, F1 {model.f1}"}
)";

TEST(Events, OneIsToldOnceWithTheNewestValuesToEveryChannel) {
  Daemon daemon(kTrained);
  daemon.train("2026-03-01T02:00:00Z", 0.72);
  daemon.start();
  daemon.run_for(90min);
  EXPECT_THAT(daemon.http.seen, IsEmpty()) << "the first poll brings what has long happened";
  daemon.train("2026-03-02T13:20:00Z", 0.75);
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.run_for(24h);
  ASSERT_THAT(daemon.sent_to(kDiscord), SizeIs(1));
  EXPECT_THAT(daemon.sent_to(kDiscord)[0], HasSubstr("New version: accuracy 75%, F1 n/a"));
  EXPECT_THAT(daemon.sent_to(kDiscord)[0], HasSubstr("At <t:"));
  EXPECT_THAT(daemon.sent_to(kDiscord)[0], HasSubstr("INFO"));
  EXPECT_THAT(daemon.sent_to(kDiscord)[0], Not(HasSubstr("RECOVERED")));
  EXPECT_THAT(daemon.sent_to(kSlack), SizeIs(1));
  EXPECT_THAT(daemon.open(), IsEmpty()) << "it is over as soon as it is there";
}

TEST(Events, OneThatComesToLightAfterADayIsNoNews) {
  Daemon daemon(kTrained);
  daemon.train("2026-03-01T02:00:00Z", 0.72);
  daemon.start();
  daemon.run_for(90min);
  daemon.train("2026-03-01T12:00:00Z", 0.75);
  daemon.run_for(24h);
  EXPECT_THAT(daemon.http.seen, IsEmpty());
}

TEST(Events, TwoOfOneWaveAreToldTogether) {
  Daemon daemon(kTrained);
  daemon.train("2026-03-01T02:00:00Z", 0.72);
  daemon.start();
  daemon.run_for(90min);
  daemon.train("2026-03-02T13:10:00Z", 0.75);
  daemon.train("2026-03-02T13:20:00Z", 0.76);
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.run_for(24h);
  EXPECT_THAT(daemon.sent_to(kDiscord).at(0), HasSubstr("2 info"));
}

TEST(Events, OneIsToldAfterAllWhereTheDaemonWasKilledBeforeItWasSent) {
  Daemon daemon(kTrained);
  daemon.more = "notify: {group_wait: 10m}\n";
  daemon.train("2026-03-01T02:00:00Z", 0.72);
  daemon.start();
  daemon.run_for(50min);
  daemon.train("2026-03-02T12:45:00Z", 0.75);
  daemon.run_for(11min);
  EXPECT_THAT(daemon.http.seen, IsEmpty()) << "it is owed, but its wave is not over";
  daemon.kill();
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.start();
  daemon.run_for(24h);
  EXPECT_THAT(daemon.sent_to(kDiscord), SizeIs(1));
}

TEST(Events, ARestartTellsNothingAgain) {
  Daemon daemon(kTrained);
  daemon.train("2026-03-01T02:00:00Z", 0.72);
  daemon.start();
  daemon.run_for(50min);
  daemon.train("2026-03-02T12:45:00Z", 0.75);
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.run_for(1h);
  daemon.stop();
  daemon.start();
  daemon.run_for(24h);
  daemon.reload();
  daemon.run_for(24h);
  EXPECT_THAT(daemon.sent_to(kDiscord), SizeIs(1));
}

TEST(Events, OneThatNoSelectorAcceptsIsSilent) {
  Daemon daemon("  trained: {on: 'model.trained{model=\"other\"}', critical: Another one.}\n");
  daemon.train("2026-03-01T02:00:00Z", 0.72);
  daemon.start();
  daemon.run_for(50min);
  daemon.train("2026-03-02T12:45:00Z", 0.75);
  daemon.run_for(24h);
  EXPECT_THAT(daemon.http.seen, IsEmpty());
}

TEST(Events, AWarningIsOneMessageAtItsOwnLevel) {
  Daemon daemon(
      "  trained: {on: model.trained, warning: '{labels.model} was trained again', action: 'Look at "
      "{fields.version}.'}\n");
  daemon.train("2026-03-01T02:00:00Z", 0.72);
  daemon.start();
  daemon.run_for(50min);
  daemon.train("2026-03-02T12:45:00Z", 0.75);
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.run_for(24h);
  EXPECT_THAT(daemon.sent_to(kDiscord).at(0), HasSubstr("WARNING"));
  EXPECT_THAT(daemon.sent_to(kDiscord).at(0), HasSubstr("models was trained again"));
  EXPECT_THAT(daemon.sent_to(kDiscord).at(0), HasSubstr("Look at "));
}

TEST(Events, AnAlertOnAnAgeOpensByTheClockAndEndsWithTheNextVersion) {
  Daemon daemon(
      "  silent: {watch: age(model.accuracy), when: above, warning: 30h, summary: 'No new model for {value}.'}\n");
  daemon.train("2026-03-02T02:00:00Z", 0.72);
  daemon.start();
  daemon.run_for(19h);
  EXPECT_THAT(daemon.open(), IsEmpty());
  daemon.expect_discord(2);
  daemon.expect_slack(2);
  daemon.run_for(2h);
  EXPECT_THAT(daemon.open(), ElementsAre("silent warning"));
  EXPECT_THAT(daemon.sent_to(kDiscord).at(0), HasSubstr("No new model for 30h"));
  daemon.train("2026-03-03T09:30:00Z", 0.72);
  daemon.run_for(2h);
  EXPECT_THAT(daemon.open(), IsEmpty());
}

}  // namespace
}  // namespace lapwing::test
