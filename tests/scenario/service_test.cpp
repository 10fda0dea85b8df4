// SPDX-License-Identifier: Apache-2.0
// What the service manager is told: that it is ready, how it stands, that it lives, and what it is about to do.
#include "scenario/daemon.hpp"
#include "store/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr std::string_view kAccuracy = R"(
  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, critical: 55%}
)";

class ServiceTest : public testing::Test {
 protected:
  ServiceTest() { daemon.train("2026-03-01T02:00:00Z", 0.72); }

  /// How many signs of life come in that time.
  std::size_t signs_in(Duration time) {
    daemon.states.clear();
    daemon.run_for(time);
    return std::size_t(std::ranges::count(daemon.states, "WATCHDOG=1"));
  }

  /// What the store is asked to write fails from now on, or no longer.
  void refuse_writes(bool refuses) {
    store::Database database(daemon.folder.path("state/lapwing.db"), store::Database::Mode::read_write);
    database.execute(refuses ? "CREATE TRIGGER refuse BEFORE INSERT ON sample BEGIN SELECT RAISE(ABORT, 'full'); END"
                             : "DROP TRIGGER refuse");
  }

  Daemon daemon{kAccuracy};
};

TEST_F(ServiceTest, ItIsReadyOnceAndSaysHowItStandsWhereThatChanges) {
  daemon.start();
  ASSERT_THAT(daemon.states, testing::SizeIs(2));
  EXPECT_EQ(daemon.states[0], "READY=1");
  EXPECT_THAT(daemon.states[1], StartsWith("STATUS=watching 1 source with "));
  EXPECT_THAT(daemon.states[1], HasSubstr("; nothing is open"));
  daemon.states.clear();
  daemon.run_for(1h);
  EXPECT_THAT(daemon.states, IsEmpty());
  daemon.train("2026-03-02T13:00:00Z", 0.60);
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.run_for(1h);
  EXPECT_THAT(daemon.states, ElementsAre(HasSubstr("; open: 1 warning")));
}

TEST_F(ServiceTest, AReloadIsAnnouncedAndEndsAlsoWhereItIsRefused) {
  daemon.start();
  daemon.states.clear();
  daemon.reload();
  ASSERT_THAT(daemon.states, testing::SizeIs(2));
  EXPECT_THAT(daemon.states[0], StartsWith("RELOADING=1\nMONOTONIC_USEC="));
  EXPECT_EQ(daemon.states[1], "READY=1");
  daemon.states.clear();
  daemon.write_alerts("  broken: {}\n");
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.reload();
  daemon.run_for(1min);
  EXPECT_THAT(daemon.states, Contains("READY=1"));
  EXPECT_THAT(daemon.states.back(), HasSubstr("the last reload was refused"));
}

TEST_F(ServiceTest, SignsOfLifeComeTwiceWithinTheLimitAndOnlyWhereTheyAreAskedFor) {
  daemon.watchdog = 60s;
  daemon.start();
  EXPECT_EQ(signs_in(10min), 20u);
  daemon.stop();
  EXPECT_THAT(daemon.states.back(), "STOPPING=1") << "and nothing afterwards";
  daemon.watchdog.reset();
  daemon.start();
  EXPECT_EQ(signs_in(10min), 0u);
}

TEST_F(ServiceTest, AStoreThatRefusesIsNoHang) {
  daemon.watchdog = 60s;
  daemon.start();
  refuse_writes(true);
  EXPECT_EQ(signs_in(2h), 240u);
  refuse_writes(false);
  daemon.run_for(1min);
  EXPECT_THAT(daemon.open(), IsEmpty());
}

}  // namespace
}  // namespace lapwing::test
