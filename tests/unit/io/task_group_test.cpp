// SPDX-License-Identifier: Apache-2.0
#include "io/task_group.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace lapwing {
namespace {

namespace asio = boost::asio;

struct TaskGroupTest : testing::Test {
  asio::io_context loop{1};
  std::vector<std::string> failures;
  TaskGroup tasks{loop.get_executor(),
                  [this](std::string const& name, std::string const& what) { failures.push_back(name + ": " + what); }};
};

asio::awaitable<void> sleep_forever() {
  auto const loop = co_await asio::this_coro::executor;
  asio::steady_timer timer(loop, std::chrono::steady_clock::time_point::max());
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> sleep_deep_inside(std::vector<std::string>& log) {
  struct Farewell {
    std::vector<std::string>& log;
    ~Farewell() { log.push_back("unwound"); }
  } const farewell{log};
  co_await sleep_forever();
  log.push_back("woke");
}

asio::awaitable<void> end_at_once() { co_return; }

asio::awaitable<void> fail(std::string what) {
  co_await asio::post(asio::use_awaitable);
  throw std::runtime_error(what);
}

asio::awaitable<void> throw_a_number() {
  co_await asio::post(asio::use_awaitable);
  throw 42;
}

asio::awaitable<void> join_and_tell(TaskGroup& tasks, bool& joined) {
  co_await tasks.join();
  joined = true;
}

TEST_F(TaskGroupTest, KnowsWhatRunsUntilItHasEnded) {
  tasks.spawn("short", end_at_once());
  tasks.spawn("long", sleep_forever());
  EXPECT_EQ(tasks.size(), 2u);
  loop.poll();
  EXPECT_EQ(tasks.size(), 1u);
  tasks.cancel();
  loop.run();
  EXPECT_TRUE(tasks.empty());
}

TEST_F(TaskGroupTest, CancellationReachesTheInnermostWaitAndIsNoFailure) {
  std::vector<std::string> log;
  tasks.spawn("deep", sleep_deep_inside(log));
  loop.poll();
  tasks.cancel();
  loop.run();
  EXPECT_TRUE(tasks.empty());
  EXPECT_EQ(log, std::vector<std::string>{"unwound"});
  EXPECT_TRUE(failures.empty());
}

TEST_F(TaskGroupTest, TaskCancelledBeforeItsFirstStepEndsToo) {
  std::vector<std::string> log;
  tasks.spawn("deep", sleep_deep_inside(log));
  tasks.cancel();
  loop.run();
  EXPECT_TRUE(tasks.empty());
  EXPECT_TRUE(failures.empty());
}

TEST_F(TaskGroupTest, ThrowingTaskIsReportedByNameAndTheOthersGoOn) {
  tasks.spawn("poller ci", fail("no such column"));
  tasks.spawn("odd", throw_a_number());
  tasks.spawn("long", sleep_forever());
  loop.poll();
  EXPECT_EQ(failures, (std::vector<std::string>{"poller ci: no such column", "odd: an exception of unknown type"}));
  EXPECT_EQ(tasks.size(), 1u);
  tasks.cancel();
  loop.run();
}

TEST_F(TaskGroupTest, JoinCompletesWhenTheLastTaskHasEnded) {
  TaskGroup outer(loop.get_executor(), [](std::string const&, std::string const&) {});
  bool joined = false;
  bool also_joined = false;
  tasks.spawn("long", sleep_forever());
  outer.spawn("join", join_and_tell(tasks, joined));
  outer.spawn("join too", join_and_tell(tasks, also_joined));
  loop.poll();
  EXPECT_FALSE(joined);
  tasks.cancel();
  loop.restart();
  loop.run();
  EXPECT_TRUE(joined);
  EXPECT_TRUE(also_joined);
  EXPECT_TRUE(outer.empty());
}

TEST_F(TaskGroupTest, JoinOfAnEmptyGroupIsDone) {
  TaskGroup outer(loop.get_executor(), [](std::string const&, std::string const&) {});
  bool joined = false;
  outer.spawn("join", join_and_tell(tasks, joined));
  loop.run();
  EXPECT_TRUE(joined);
}

TEST_F(TaskGroupTest, CancelledJoinEndsWhileTheTasksGoOn) {
  TaskGroup outer(loop.get_executor(), [](std::string const&, std::string const&) {});
  bool joined = false;
  tasks.spawn("long", sleep_forever());
  outer.spawn("join", join_and_tell(tasks, joined));
  loop.poll();
  outer.cancel();
  loop.poll();
  EXPECT_TRUE(outer.empty());
  EXPECT_FALSE(joined);
  EXPECT_EQ(tasks.size(), 1u);
  tasks.cancel();
  loop.run();
}

asio::awaitable<void> cancel_all_then_wait(TaskGroup& tasks) {
  tasks.cancel();
  co_await sleep_forever();
}

TEST_F(TaskGroupTest, TaskMayCancelItsOwnGroup) {
  tasks.spawn("other", sleep_forever());
  tasks.spawn("self", cancel_all_then_wait(tasks));
  loop.run();
  EXPECT_TRUE(tasks.empty());
  EXPECT_TRUE(failures.empty());
}

}  // namespace
}  // namespace lapwing
