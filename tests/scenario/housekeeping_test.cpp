// SPDX-License-Identifier: Apache-2.0
// A daemon that runs for a long time keeps what the retention says, and no more.
#include "scenario/daemon.hpp"
#include "store/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class HousekeepingTest : public testing::Test {
 protected:
  HousekeepingTest() {
    daemon.pollers = "  models: {type: model_metrics, every: 1d, path: models, expect: []}\n";
    daemon.more = "retention: 35d\n";
    daemon.train("2026-03-01T02:00:00Z", 0.72);
  }
  /// The ages, in days, of the oldest and the newest sample of a metric.
  std::pair<long, long> ages(std::string const& metric) {
    store::Database beside(daemon.folder.path("state/lapwing.db"), store::Database::Mode::read_only);
    auto row = beside.prepare("SELECT MIN(at), MAX(at) FROM sample JOIN series ON series.id = series WHERE metric = '" +
                              metric + "'");
    row.step();
    auto const days = [&](TimePoint at) {
      return std::chrono::floor<std::chrono::days>(daemon.clock.now() - at).count();
    };
    return {days(row.time(0)), days(row.time(1))};
  }

  Daemon daemon{"  model-accuracy: {watch: model.accuracy, when: below, warning: 65%}\n"};
};

TEST_F(HousekeepingTest, WhatIsTooOldGoesEachNightAndTheNewestStays) {
  daemon.start();
  daemon.run_for(34 * 24h);
  EXPECT_EQ(ages("poll.duration").first, 34);
  daemon.run_for(66 * 24h);
  EXPECT_EQ(ages("poll.duration"), std::pair(35l, 0l));
  EXPECT_EQ(ages("model.accuracy"), std::pair(101l, 101l)) << "the newest of its series, however old";
}

TEST_F(HousekeepingTest, AStartCleansAMinuteLater) {
  daemon.start();
  daemon.stop();
  daemon.clock.advance(50 * 24h);
  daemon.start();
  EXPECT_EQ(ages("poll.duration").first, 50);
  daemon.run_for(2min);
  EXPECT_EQ(ages("poll.duration").first, 0);
}

TEST_F(HousekeepingTest, AReloadWithAnotherRetentionIsFollowedAMinuteLater) {
  daemon.more = "";
  daemon.start();
  daemon.run_for(50 * 24h);
  EXPECT_EQ(ages("poll.duration").first, 50);
  daemon.more = "retention: 40d\n";
  daemon.write_configuration();
  daemon.reload();
  daemon.run_for(2min);
  EXPECT_EQ(ages("poll.duration").first, 39) << "one a day";
}

TEST_F(HousekeepingTest, WhoOnlyRunsOnceCleansToo) {
  daemon.run_once();
  daemon.clock.advance(50 * 24h);
  daemon.run_once();
  EXPECT_EQ(ages("poll.duration").first, 0);
}

TEST_F(HousekeepingTest, AnOpenIncidentStaysOpenHoweverOld) {
  daemon.expect_discord(1);
  daemon.expect_slack(1);
  daemon.more += "remind: {warning: never}\n";
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.start();
  daemon.run_for(100 * 24h);
  EXPECT_THAT(daemon.open(), ElementsAre("model-accuracy warning"));
  daemon.kill();
  daemon.start();
  EXPECT_THAT(daemon.open(), ElementsAre("model-accuracy warning"));
  daemon.expect_discord(1);
  daemon.expect_slack(1);
  daemon.train("2026-06-10T02:00:00Z", 0.70);
  daemon.run_for(24h);
  EXPECT_THAT(daemon.open(), IsEmpty());
}

}  // namespace
}  // namespace lapwing::test
