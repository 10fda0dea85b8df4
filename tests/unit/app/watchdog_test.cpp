// SPDX-License-Identifier: Apache-2.0
#include "app/watchdog.hpp"

#include "unit/app/scheduled.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::IsEmpty;
using testing::SizeIs;

class WatchdogTest : public Scheduled {
 protected:
  WatchdogTest() {
    services.service_state = [this](std::string_view state) { told.emplace_back(state); };
  }

  std::vector<std::string> told;
};

TEST_F(WatchdogTest, WithoutARoundThatEndsThereIsNoSignOfLife) {
  app::Watchdog watchdog(services, pipeline, 60s);
  tasks.spawn("watchdog", watchdog.run());
  run_for(10min);
  EXPECT_THAT(told, IsEmpty()) << "nobody judges";
  pipeline_task.spawn("pipeline", pipeline.run());
  run_for(60s);
  EXPECT_THAT(told, SizeIs(testing::Ge(2u)));
  EXPECT_THAT(told, Each("WATCHDOG=1"));
  watchdog.stop();
  run_for(0s);
  EXPECT_TRUE(tasks.empty());
}

TEST_F(WatchdogTest, AStartThatTakesLongAsksForMoreTimeButNotForEver) {
  app::MoreTime more_time(services);
  tasks.spawn("more time", more_time.run());
  run_for(9s);
  EXPECT_THAT(told, IsEmpty());
  run_for(31s);
  EXPECT_THAT(told, SizeIs(4));
  EXPECT_THAT(told, Each("EXTEND_TIMEOUT_USEC=30000000"));
  run_for(2h);
  EXPECT_THAT(told, SizeIs(360));
  EXPECT_TRUE(tasks.empty());
}

TEST_F(WatchdogTest, AStartThatIsSoonOverAsksForNothing) {
  app::MoreTime more_time(services);
  tasks.spawn("more time", more_time.run());
  more_time.stop();
  run_for(1min);
  EXPECT_THAT(told, IsEmpty());
  EXPECT_TRUE(tasks.empty());
}

}  // namespace
}  // namespace lapwing::test
