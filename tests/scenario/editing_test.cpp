// SPDX-License-Identifier: Apache-2.0
// Edits and sources: what a reload changes, and what happens when a source can not be read.
#include "scenario/daemon.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kAt65 = "  model-accuracy: {watch: model.accuracy, when: below, warning: 65%}\n";
constexpr std::string_view kAt75 = "  model-accuracy: {watch: model.accuracy, when: below, warning: 75%}\n";

TEST(Editing, ARaisedThresholdIsJudgedAtOnceWithoutAPoll) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.70);
  daemon.start();
  daemon.run_for(1min);
  daemon.write_alerts(kAt75);
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.reload();
  daemon.run_for(20s);
  EXPECT_THAT(daemon.open(), ElementsAre("model-accuracy warning"));
  EXPECT_THAT(daemon.sent_to(kDiscord), SizeIs(1));
}

TEST(Editing, AMessageThatAnEditCausedCitesTheEdit) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.70);
  daemon.start();
  daemon.run_for(1min);
  daemon.write_alerts(kAt75);
  daemon.expect_discord(2);
  daemon.expect_slack(2);
  daemon.reload();
  daemon.run_for(1min);
  ASSERT_THAT(daemon.sent_to(kDiscord), SizeIs(1));
  EXPECT_THAT(daemon.sent_to(kDiscord)[0], HasSubstr("Because the alert was edited: warning 65% -> 75%"));
  EXPECT_THAT(daemon.sent_to(kSlack)[0], HasSubstr("Because the alert was edited: warning 65%"));
  daemon.write_alerts(kAt65);
  daemon.reload();
  daemon.run_for(1min);
  ASSERT_THAT(daemon.sent_to(kDiscord), SizeIs(2));
  EXPECT_THAT(daemon.sent_to(kDiscord)[1], HasSubstr("CLOSED"));
  EXPECT_THAT(daemon.sent_to(kDiscord)[1], HasSubstr("Closed because the alert was edited: warning 75% -> 65%"));
}

TEST(Editing, ARestartAfterAnEditSaysThatThereWasOne) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.70);
  daemon.start();
  daemon.run_for(1min);
  daemon.stop();
  daemon.write_alerts(kAt75);
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.start();
  daemon.run_for(1min);
  ASSERT_THAT(daemon.sent_to(kDiscord), SizeIs(1));
  EXPECT_THAT(daemon.sent_to(kDiscord)[0], HasSubstr("edited while Lapwing was not running"));
}

TEST(Editing, ARenamedAlertGoesOnUnderItsNewNameAcrossAReloadAndAKill) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.start();
  daemon.run_for(1min);
  daemon.write_alerts("  accuracy: {watch: model.accuracy, when: below, warning: 65%, was: model-accuracy}\n");
  daemon.reload();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), ElementsAre("accuracy warning"));
  daemon.kill();
  daemon.start();
  daemon.run_for(2h);
  EXPECT_THAT(daemon.open(), ElementsAre("accuracy warning"));
  EXPECT_EQ(daemon.state().open.begin()->first, 1);
  EXPECT_THAT(daemon.sent_to(kDiscord), SizeIs(1)) << "a rename is no news";
  // Its recovery is that of the same incident.
  daemon.train("2026-03-02T13:00:00Z", 0.80);
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.run_for(2h);
  EXPECT_THAT(daemon.sent_to(kDiscord).at(1), HasSubstr("incident #1"));
}

TEST(Editing, ADisabledAlertClosesItsIncidentAndIsJudgedAgainWhenItIsEnabled) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_discord(3);
  daemon.expect_slack(3);
  daemon.start();
  daemon.run_for(1min);
  daemon.write_alerts("  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, enabled: false}\n");
  daemon.reload();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), IsEmpty());
  EXPECT_THAT(daemon.sent_to(kDiscord).at(1), HasSubstr("Closed because the alert was disabled"));
  daemon.write_alerts(kAt65);
  daemon.reload();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), ElementsAre("model-accuracy warning"));
}

TEST(Editing, AnEditThatChangesNoLevelTellsNothingAndKeepsTheIncident) {
  Daemon daemon(kAt75);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.start();
  daemon.run_for(1min);
  daemon.write_alerts(kAt65);
  daemon.reload();
  daemon.run_for(3h);
  ASSERT_THAT(daemon.state().open, SizeIs(1));
  EXPECT_EQ(daemon.state().open.begin()->first, 1);
  EXPECT_EQ(daemon.state().open.begin()->second.threshold, "below 65%");
  EXPECT_THAT(daemon.http.seen, SizeIs(2));
}

TEST(Editing, ARemovedAlertClosesItsIncidentAndSaysSo) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_discord(2);
  daemon.expect_slack(2);
  daemon.start();
  daemon.run_for(1min);
  daemon.write_alerts("  model-f1: {watch: model.f1, when: below, warning: 65%}\n");
  daemon.reload();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), IsEmpty());
  EXPECT_THAT(daemon.sent_to(kDiscord).at(1), HasSubstr("the alert was removed"));
}

TEST(Editing, ABadFileKeepsTheOldRulesAndRaisesAnIncidentUntilItIsMended) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_discord(3);
  daemon.expect_slack(3);
  daemon.start();
  daemon.run_for(1min);
  daemon.write_alerts("  model-accuracy: {watch: model.acuracy, when: below, warning: 65}\n");
  daemon.reload();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), ElementsAre("model-accuracy warning", "config-invalid warning"));
  EXPECT_THAT(daemon.sent_to(kDiscord).at(1), HasSubstr("alerts"));
  EXPECT_THAT(daemon.sent_to(kDiscord).at(1), HasSubstr("did you mean"));
  daemon.write_alerts(kAt65);
  daemon.reload();
  daemon.run_for(2h);
  EXPECT_THAT(daemon.open(), ElementsAre("model-accuracy warning"));
}

TEST(Editing, AReloadTellsWhatItChangesAndWhatThatDoesToIncidents) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.62, "btc");
  daemon.train("2026-03-02T02:00:00Z", 0.70, "eth");
  daemon.expect_discord(4);
  daemon.expect_slack(4);
  daemon.start();
  daemon.run_for(1min);
  auto const reload = [&](std::string_view alerts) {
    daemon.write_alerts(alerts);
    daemon.reload();
    daemon.run_for(1min);
    if (!daemon.reloaded || !*daemon.reloaded) throw std::runtime_error("not accepted");
    return **daemon.reloaded;
  };
  auto const raised = reload("  model-accuracy: {watch: model.accuracy, when: below, warning: 75%, critical: 63%}\n");
  EXPECT_THAT(raised.alerts,
              ElementsAre("~ model-accuracy: warning 65% -> 75%", "~ model-accuracy: critical none -> 63%"));
  EXPECT_THAT(raised.incidents, ElementsAre("incident #1 model-accuracy{model=\"btc\"}: warning -> critical",
                                            "incident #2 model-accuracy{model=\"eth\"}: opens at warning"));
  auto const removed = reload("  model-f1: {watch: model.f1, when: below, warning: 65%}\n");
  EXPECT_THAT(removed.alerts, ElementsAre("- model-accuracy", "+ model-f1"));
  EXPECT_THAT(removed.incidents, ElementsAre("incident #1 model-accuracy{model=\"btc\"}: closed",
                                             "incident #2 model-accuracy{model=\"eth\"}: closed"));
  auto const same = reload("  model-f1: {watch: model.f1, when: below, warning: 65%}\n");
  EXPECT_THAT(same.alerts, IsEmpty());
  EXPECT_THAT(same.incidents, IsEmpty());
}

TEST(Editing, ANewPollerStartsWithTheReload) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.70);
  daemon.start();
  daemon.run_for(1min);
  auto const yaml = read_file(daemon.folder.path("lapwing.yaml"));
  auto const with_more =
      "project: demo\npollers:\n  others: {type: model_metrics, every: 1h, path: others, expect: []}\n" +
      yaml.substr(yaml.find("pollers:\n") + 9);
  daemon.folder.write("lapwing.yaml", with_more + "state: state\n");
  daemon.folder.write("others/v1_metadata.json", R"({"created_at": "2026-03-02T03:00:00Z", "accuracy": 0.4})");
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.reload();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), ElementsAre("model-accuracy warning"));
}

TEST(Editing, ALostSourceIsAnIncidentAfterTwoPollsAndMendsItself) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.70);
  daemon.start();
  daemon.run_for(1min);
  std::filesystem::rename(daemon.folder.path("models"), daemon.folder.path("elsewhere"));
  daemon.run_for(1h);
  EXPECT_THAT(daemon.open(), IsEmpty()) << "one failed poll";
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.run_for(1h);
  EXPECT_THAT(daemon.open(), ElementsAre("source-unreadable warning"));
  EXPECT_THAT(daemon.sent_to(kDiscord).at(0), HasSubstr("models"));
  std::filesystem::rename(daemon.folder.path("elsewhere"), daemon.folder.path("models"));
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.run_for(1h);
  EXPECT_THAT(daemon.open(), IsEmpty());
}

TEST(Editing, ASourceThatIsTakenOutOfTheConfigurationFailsNoMore) {
  Daemon daemon(kAt65);
  daemon.pollers += "  others: {type: model_metrics, every: 1h, path: nowhere}\n";
  daemon.train("2026-03-02T02:00:00Z", 0.70);
  daemon.expect_discord(2);
  daemon.expect_slack(2);
  daemon.start();
  daemon.run_for(90min);
  EXPECT_THAT(daemon.open(), ElementsAre("source-unreadable warning"));
  daemon.stop();
  daemon.pollers = "  models: {type: model_metrics, every: 1h, path: models, expect: []}\n";
  daemon.start();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), IsEmpty());
  EXPECT_THAT(daemon.sent_to(kDiscord).back(), HasSubstr("no longer in the configuration"));
}

TEST(Editing, ARefusedReloadIsForgottenByAStartWithAGoodFile) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.70);
  daemon.expect_discord(2);
  daemon.expect_slack(2);
  daemon.start();
  daemon.write_alerts("  model-accuracy: 65%\n");
  daemon.reload();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), ElementsAre("config-invalid warning"));
  daemon.stop();
  daemon.write_alerts(kAt65);
  daemon.start();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), IsEmpty());
}

TEST(Editing, RunOnceTellsEverythingAndASecondOneNothing) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.expect_discord();
  daemon.expect_slack();
  auto const first = daemon.run_once();
  EXPECT_TRUE(first.all_told);
  EXPECT_EQ(first.sources_failed, 0u);
  auto const second = daemon.run_once();
  EXPECT_TRUE(second.all_told);
  EXPECT_THAT(daemon.http.seen, SizeIs(2));
}

TEST(Editing, AMissedRunHappensOnceAfterDowntime) {
  Daemon daemon("  age: {watch: model.age, when: above, info: 10000h}\n");
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.start();
  daemon.run_for(30min);
  daemon.stop();
  daemon.clock.advance(10h);
  daemon.start();
  daemon.run_for(1s);
  auto store = store::Store::open_to_read(daemon.folder.path("state"));
  ASSERT_TRUE(store) << store.error().message;
  auto const pollers = store->pollers();
  ASSERT_TRUE(pollers);
  ASSERT_THAT(*pollers, SizeIs(1));
  EXPECT_EQ(pollers->at(0).last_run, daemon.clock.now() - 1s);
}

TEST(Editing, SigtermStopsTheDaemonAndFinishesNothingTwice) {
  Daemon daemon(kAt65);
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.start();
  daemon.run_for(3s);
  daemon.stop();
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.start();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.http.seen, SizeIs(2));
}

}  // namespace
}  // namespace lapwing::test
