// SPDX-License-Identifier: Apache-2.0
#include "io/clock.hpp"

#include "io/task_group.hpp"
#include "support/loop.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace lapwing {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

struct SystemAlarmTest : testing::Test {
  asio::io_context loop{1};
  SystemClock clock{loop.get_executor()};
  std::unique_ptr<Alarm> alarm = clock.make_alarm();
};

TEST_F(SystemAlarmTest, TimeThatHasComeIsTrueAtOnce) {
  EXPECT_TRUE(test::run_on(loop, alarm->wait_until(clock.now())));
  EXPECT_TRUE(test::run_on(loop, alarm->wait_until(clock.now() - 24h)));
}

TEST_F(SystemAlarmTest, WaitsUntilTheWallClockHasReachedTheTime) {
  auto const at = clock.now() + 30ms;
  EXPECT_TRUE(test::run_on(loop, alarm->wait_until(at)));
  EXPECT_GE(clock.now(), at);
  EXPECT_LT(clock.now(), at + 5s);
}

TEST_F(SystemAlarmTest, ServesOneWaitAfterTheOther) {
  for (int i = 0; i < 3; ++i) {
    auto const at = clock.now() + 5ms;
    EXPECT_TRUE(test::run_on(loop, alarm->wait_until(at)));
    EXPECT_GE(clock.now(), at);
  }
}

asio::awaitable<void> wait_for_it(Alarm& alarm, TimePoint at, std::optional<bool>& outcome) {
  outcome = co_await alarm.wait_until(at);
}

void ignore_failures(std::string const&, std::string const&) {}

TEST_F(SystemAlarmTest, RingEndsTheWaitEarly) {
  TaskGroup tasks(loop.get_executor(), ignore_failures);
  std::optional<bool> outcome;
  tasks.spawn("wait", wait_for_it(*alarm, TimePoint::max(), outcome));
  loop.poll();
  EXPECT_FALSE(outcome.has_value());
  alarm->ring();
  loop.run();
  EXPECT_EQ(outcome, false);
}

TEST_F(SystemAlarmTest, RingWithNobodyWaitingIsKeptForOneWait) {
  alarm->ring();
  alarm->ring();
  EXPECT_FALSE(test::run_on(loop, alarm->wait_until(clock.now())));
  EXPECT_TRUE(test::run_on(loop, alarm->wait_until(clock.now())));
}

TEST_F(SystemAlarmTest, CancelledWaitThrowsAndLeavesTheAlarmUsable) {
  TaskGroup tasks(loop.get_executor(), ignore_failures);
  std::optional<bool> outcome;
  tasks.spawn("wait", wait_for_it(*alarm, clock.now() + 1h, outcome));
  loop.poll();
  tasks.cancel();
  loop.run();
  EXPECT_TRUE(tasks.empty());
  EXPECT_FALSE(outcome.has_value());
  EXPECT_TRUE(test::run_on(loop, alarm->wait_until(clock.now() + 5ms)));
}

struct ManualClockTest : testing::Test {
  TimePoint const start = *parse_timestamp("2026-08-01T10:00:00Z");
  asio::io_context loop{1};
  test::ManualClock clock{start};
  TaskGroup tasks{loop.get_executor(), ignore_failures};
  std::vector<std::string> log;
};

asio::awaitable<void> note(Clock& clock, Alarm& alarm, TimePoint at, std::vector<std::string>& log, std::string name) {
  auto const came = co_await alarm.wait_until(at);
  log.push_back(name + (came ? " came at " : " rang at ") + format_utc(clock.now()));
}

TEST_F(ManualClockTest, RunsEverythingAtItsOwnTimeInOrder) {
  auto const first = clock.make_alarm();
  auto const second = clock.make_alarm();
  tasks.spawn("b", note(clock, *second, start + 2h, log, "b"));
  tasks.spawn("a", note(clock, *first, start + 1h, log, "a"));
  clock.run_until(loop, start + 3h);
  EXPECT_EQ(log, (std::vector<std::string>{"a came at 2026-08-01T11:00:00Z", "b came at 2026-08-01T12:00:00Z"}));
  EXPECT_EQ(clock.now(), start + 3h);
}

TEST_F(ManualClockTest, NamesTheNextAlarmThatSomebodyWaitsFor) {
  auto const alarm = clock.make_alarm();
  EXPECT_EQ(clock.next_alarm(), std::nullopt);
  tasks.spawn("a", note(clock, *alarm, start + 1h, log, "a"));
  loop.poll();
  EXPECT_EQ(clock.next_alarm(), start + 1h);
  alarm->ring();
  EXPECT_EQ(clock.next_alarm(), std::nullopt);
  loop.restart();
  loop.poll();
  EXPECT_EQ(log, std::vector<std::string>{"a rang at 2026-08-01T10:00:00Z"});
}

TEST_F(ManualClockTest, AlarmsWakeInOrderOfTimeWhenTheClockJumpsOverThem) {
  auto const first = clock.make_alarm();
  auto const second = clock.make_alarm();
  tasks.spawn("b", note(clock, *second, start + 2h, log, "b"));
  tasks.spawn("a", note(clock, *first, start + 1h, log, "a"));
  loop.poll();
  clock.advance(5h);
  loop.restart();
  loop.poll();
  EXPECT_EQ(log, (std::vector<std::string>{"a came at 2026-08-01T15:00:00Z", "b came at 2026-08-01T15:00:00Z"}));
}

TEST_F(ManualClockTest, CancelledWaitLeavesNoAlarm) {
  auto const alarm = clock.make_alarm();
  tasks.spawn("a", note(clock, *alarm, start + 1h, log, "a"));
  loop.poll();
  tasks.cancel();
  loop.restart();
  loop.run();
  EXPECT_TRUE(tasks.empty());
  EXPECT_TRUE(log.empty());
  EXPECT_EQ(clock.next_alarm(), std::nullopt);
}

}  // namespace
}  // namespace lapwing
