// SPDX-License-Identifier: Apache-2.0
// Data that ceases to come: one incident a source, told once, which touches no level.
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

class NoData : public testing::Test {
 protected:
  Daemon daemon{
      "  accuracy: {watch: model.accuracy, when: below, warning: 65%}\n"
      "  precision: {watch: model.precision, when: below, warning: 65%}\n"
      "  recall: {watch: model.recall, when: below, warning: 65%}\n"};

  NoData() {
    daemon.more = "notify: {critical: [team], warning: [team], info: [team]}\n";
    daemon.expect_discord(20);
  }
  void version(std::string const& at, std::string const& more) {
    auto name = at;
    std::erase(name, ':');
    daemon.folder.write("models/v" + name + "_metadata.json",
                        R"({"created_at": ")" + at + R"(", "accuracy": 0.7)" + more + "}");
  }
};

TEST_F(NoData, VersionsThatCeaseToReportMetricsAreOneIncidentAndMoveNoLevel) {
  version("2026-03-02T10:00:00Z", R"(, "precision": 0.5, "recall": 0.7)");
  daemon.start();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING"));
  version("2026-03-02T12:30:00Z", "");
  daemon.run_for(1h);
  EXPECT_THAT(daemon.open(), ElementsAre("precision warning")) << "once may be a slip";
  version("2026-03-02T13:30:00Z", "");
  daemon.run_for(1h);
  EXPECT_THAT(daemon.open(), ElementsAre("precision warning", "no-data warning")) << "the level is as it was";
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING", "2: WARNING"));
  auto const message = daemon.sent_to(kDiscord).back();
  EXPECT_THAT(message, HasSubstr("model.precision"));
  EXPECT_THAT(message, HasSubstr("model.recall"));
  daemon.kill();
  daemon.start();
  version("2026-03-02T14:30:00Z", "");
  daemon.run_for(5h);
  EXPECT_THAT(daemon.told(), SizeIs(2)) << "told once, also across a kill";
  version("2026-03-02T19:30:00Z", R"(, "precision": 0.8, "recall": 0.7)");
  daemon.run_for(2h);
  EXPECT_THAT(daemon.open(), IsEmpty());
  EXPECT_THAT(daemon.told(), testing::UnorderedElementsAre("1: WARNING", "2: WARNING", "1: RECOVERED", "2: RECOVERED"));
}

TEST_F(NoData, AnAlertMayBeLeftOut) {
  daemon.write_alerts("  precision: {watch: model.precision, when: below, warning: 40%, no_data: off}\n");
  version("2026-03-02T10:00:00Z", R"(, "precision": 0.5)");
  daemon.start();
  for (auto const* const at : {"2026-03-02T12:30:00Z", "2026-03-02T13:30:00Z", "2026-03-02T14:30:00Z"}) {
    version(at, "");
    daemon.run_for(1h);
  }
  EXPECT_THAT(daemon.told(), IsEmpty());
}

TEST_F(NoData, AReloadSaysThatNobodyAsksForTheSeriesAnyMore) {
  version("2026-03-02T10:00:00Z", R"(, "precision": 0.7, "recall": 0.7)");
  daemon.start();
  daemon.run_for(1min);
  version("2026-03-02T11:00:00Z", "");
  version("2026-03-02T11:30:00Z", "");
  daemon.run_for(1h);
  EXPECT_THAT(daemon.open(), ElementsAre("no-data warning")) << "two versions of one poll are two that lack them";
  daemon.write_alerts("  accuracy: {watch: model.accuracy, when: below, warning: 65%}\n");
  daemon.reload();
  daemon.run_for(1min);
  ASSERT_TRUE(daemon.reloaded && *daemon.reloaded);
  EXPECT_THAT((**daemon.reloaded).incidents, ElementsAre(HasSubstr("no-data{poller=\"models\"")));
  EXPECT_THAT(daemon.open(), IsEmpty());
}

TEST_F(NoData, AFailedSourceIsOneIncidentAndNotAlsoMissingData) {
  version("2026-03-02T10:00:00Z", R"(, "precision": 0.7, "recall": 0.7)");
  daemon.start();
  daemon.run_for(1min);
  std::filesystem::rename(daemon.folder.path("models"), daemon.folder.path("away"));
  daemon.run_for(10h);
  EXPECT_THAT(daemon.open(), ElementsAre("source-unreadable warning"));
  std::filesystem::rename(daemon.folder.path("away"), daemon.folder.path("models"));
  daemon.run_for(2h);
  EXPECT_THAT(daemon.open(), IsEmpty());
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING", "1: RECOVERED"));
}

TEST_F(NoData, ASourceThatIsTakenOutClosesWhatHungOnIt) {
  version("2026-03-02T10:00:00Z", R"(, "precision": 0.5)");
  daemon.start();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), ElementsAre("precision warning"));
  auto const yaml = read_file(daemon.folder.path("lapwing.yaml"));
  daemon.pollers = "  other: {type: data_quality, every: 1h, path: data.csv}\n";
  daemon.folder.write("data.csv", "a\n1\n");
  daemon.stop();
  daemon.start();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), IsEmpty());
  EXPECT_THAT(daemon.told(), ElementsAre("1: WARNING", "1: CLOSED"));
  EXPECT_THAT(daemon.sent_to(kDiscord).back(), HasSubstr("the source 'models' is no longer in the configuration"));
}

TEST_F(NoData, ASourceOfAnotherNameTakesUpThePastOfTheSeries) {
  daemon.write_alerts("  seen: {watch: 'count(data.records, last 10 runs)', when: above, warning: 5}\n");
  daemon.pollers = "  prices: {type: data_quality, every: 1h, path: data.csv, dataset: prices}\n";
  daemon.folder.write("data.csv", "a\n1\n");
  daemon.start();
  daemon.run_for(4h + 1min);
  EXPECT_THAT(daemon.open(), IsEmpty()) << "five runs";
  daemon.stop();
  daemon.pollers = "  quotes: {type: data_quality, every: 1h, path: data.csv, dataset: prices}\n";
  daemon.start();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), ElementsAre("seen warning")) << "the five that the other name brought, and one";
}

}  // namespace
}  // namespace lapwing::test
