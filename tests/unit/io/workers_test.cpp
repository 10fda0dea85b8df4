// SPDX-License-Identifier: Apache-2.0
#include "io/workers.hpp"

#include "io/task_group.hpp"
#include "support/loop.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace lapwing {
namespace {

namespace asio = boost::asio;

asio::awaitable<bool> runs_elsewhere_and_comes_back(Workers& workers) {
  auto const here = std::this_thread::get_id();
  auto job = [] { return std::this_thread::get_id(); };
  auto const there = co_await workers.run(job);
  co_return there != here&& std::this_thread::get_id() == here;
}

TEST(Workers, RunOffTheLoopAndReturnOnIt) {
  Workers workers(1);
  EXPECT_TRUE(test::run_now(runs_elsewhere_and_comes_back(workers)));
}

TEST(Workers, WithoutThreadsTheJobRunsOnTheCaller) {
  Workers workers(0);
  EXPECT_FALSE(test::run_now(runs_elsewhere_and_comes_back(workers)));
}

asio::awaitable<std::string> work_with_a_value_that_only_moves(Workers& workers) {
  auto job = [] { return std::make_unique<std::string>("a value"); };
  auto const value = co_await workers.run(job);
  co_return *value;
}

TEST(Workers, ReturnValuesThatOnlyMove) {
  Workers workers(2);
  EXPECT_EQ(test::run_now(work_with_a_value_that_only_moves(workers)), "a value");
}

asio::awaitable<int> work_that_throws(Workers& workers) {
  auto job = []() -> int { throw std::runtime_error("unreadable row"); };
  co_return co_await workers.run(job);
}

TEST(Workers, WhatAJobThrowsIsThrownToTheCaller) {
  for (unsigned const threads : {0u, 1u}) {
    Workers workers(threads);
    try {
      test::run_now(work_that_throws(workers));
      FAIL() << "nothing was thrown";
    } catch (std::runtime_error const& error) {
      EXPECT_STREQ(error.what(), "unreadable row");
    }
  }
}

asio::awaitable<void> note(Workers& workers, std::vector<int>& order, int number) {
  auto job = [&order, number] {
    order.push_back(number);
    return 0;
  };
  co_await workers.run(job);
}

TEST(Workers, OneThreadRunsJobsInOrderOfArrival) {
  asio::io_context loop(1);
  Workers workers(1);
  TaskGroup tasks(loop.get_executor(), [](std::string const&, std::string const&) {});
  std::vector<int> order;
  for (int i = 0; i < 5; ++i) tasks.spawn("job", note(workers, order, i));
  loop.run();  // stays until the last job is back
  EXPECT_TRUE(tasks.empty());
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

asio::awaitable<void> work_until_asked_to_stop(Workers& workers, std::promise<void>& started, bool& came_back) {
  auto job = [&started](std::stop_token stop) {
    started.set_value();
    while (!stop.stop_requested()) std::this_thread::yield();
    return true;
  };
  came_back = co_await workers.run(job);
}

TEST(Workers, RequestStopReachesARunningJobAndCancellationDoesNot) {
  asio::io_context loop(1);
  Workers workers(1);
  TaskGroup tasks(loop.get_executor(), [](std::string const&, std::string const&) {});
  std::promise<void> started;
  bool came_back = false;
  tasks.spawn("long", work_until_asked_to_stop(workers, started, came_back));
  loop.poll();
  started.get_future().wait();
  tasks.cancel();
  loop.poll();
  EXPECT_EQ(tasks.size(), 1u);
  workers.request_stop();
  loop.run();
  EXPECT_TRUE(came_back);
  EXPECT_TRUE(tasks.empty());
}

TEST(Workers, DestructorRunsWhatWasQueued) {
  asio::io_context loop(1);
  TaskGroup tasks(loop.get_executor(), [](std::string const&, std::string const&) {});
  std::promise<void> started;
  bool came_back = false;
  std::vector<int> order;
  {
    Workers workers(1);
    tasks.spawn("long", work_until_asked_to_stop(workers, started, came_back));
    tasks.spawn("queued", note(workers, order, 7));
    loop.poll();
    started.get_future().wait();
  }
  EXPECT_EQ(order, std::vector<int>{7});
  loop.run();
  EXPECT_TRUE(tasks.empty());
}

}  // namespace
}  // namespace lapwing
