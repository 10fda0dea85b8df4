// SPDX-License-Identifier: Apache-2.0
// A Scheduler over sources that a test scripts, in virtual time, with a real pipeline and store behind it.
#pragma once

#include "app/scheduler.hpp"
#include "support/fake_http.hpp"
#include "support/manual_clock.hpp"

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace lapwing::test {

/// One sample, at that time.
inline poll::PollReport a_report(TimePoint at, std::string cursor = "") {
  poll::PollReport report;
  report.samples.push_back({"model.accuracy", Labels{{"model", "m"}}, 0.7, at, {}});
  report.cursor = std::move(cursor);
  return report;
}

/// Takes its time, and notices when it is asked twice at once.
class FakePoller final : public poll::Poller {
 public:
  explicit FakePoller(Clock& clock) : clock_(clock) {}

  using Span = std::pair<TimePoint, TimePoint>;

  Duration takes{0};
  bool has_history = false;
  std::function<Result<poll::PollReport>()> on_poll = [this] { return a_report(clock_.now(), "cursor"); };
  std::function<Result<poll::PollReport>(Span)> on_slice = [](Span span) { return a_report(span.first, "slice"); };

  std::vector<TimePoint> polls;  ///< when each began
  std::vector<Span> slices;

  boost::asio::awaitable<Result<poll::PollReport>> poll(poll::PollContext) override {
    polls.push_back(clock_.now());
    co_await work();
    co_return on_poll();
  }
  bool keeps_history() const override { return has_history; }
  boost::asio::awaitable<Result<poll::PollReport>> backfill(poll::PollContext, TimePoint from, TimePoint to) override {
    slices.emplace_back(from, to);
    co_await work();
    co_return on_slice({from, to});
  }

 private:
  boost::asio::awaitable<void> work() {
    EXPECT_FALSE(std::exchange(is_busy_, true)) << "the source was asked while it was still answering";
    auto const busy = std::unique_ptr<bool, void (*)(bool*)>(&is_busy_, [](bool* flag) { *flag = false; });
    auto const alarm = clock_.make_alarm();
    auto const until = clock_.now() + takes;
    co_await alarm->wait_until(until);
  }

  Clock& clock_;
  bool is_busy_ = false;
};

class Scheduled : public testing::Test {
 protected:
  ManualClock clock{*parse_timestamp("2026-03-02T12:00:00Z")};
  FakeHttp http;
  boost::asio::io_context loop{1};
  Workers workers{0};
  app::Services services{
      loop.get_executor(),    clock, http, workers, workers, [] { return 0.5; }, [](std::string_view) {},
      [](std::string_view) {}};
  store::Store store = *store::Store::open(":memory:");
  app::Pipeline pipeline{services, store, [] {}};
  app::Options options;
  std::unique_ptr<app::Scheduler> scheduler;
  TaskGroup pipeline_task{loop.get_executor(), fail};
  TaskGroup tasks{loop.get_executor(), fail};
  TaskGroup flights{loop.get_executor(), fail};

  static void fail(std::string const& task, std::string const& what) { ADD_FAILURE() << task << ": " << what; }

  FakePoller& add(std::string name, std::string_view every = "1h") {
    auto poller = std::make_unique<FakePoller>(clock);
    auto& added = *poller;
    options.pollers.push_back({name, "fake", *Schedule::parse(every, name), std::move(poller)});
    return added;
  }

  void start() {
    scheduler = std::make_unique<app::Scheduler>(services, pipeline, options, flights);
    pipeline_task.spawn("pipeline", pipeline.run());
    scheduler->start(tasks);
    run_for(Duration{0});
  }

  void run_for(Duration time) { clock.run_until(loop, clock.now() + time); }

  std::size_t stored_samples() { return std::size_t(*store.count_samples()); }

  void TearDown() override {
    tasks.cancel();
    flights.cancel();
    pipeline_task.cancel();
    loop.restart();
    loop.run();
  }
};

}  // namespace lapwing::test
