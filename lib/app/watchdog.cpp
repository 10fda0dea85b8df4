// SPDX-License-Identifier: Apache-2.0
#include "app/watchdog.hpp"

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;

namespace {

constexpr Duration kAskEvery = 10s;
constexpr char const* kOfThatTime = "EXTEND_TIMEOUT_USEC=30000000";
constexpr int kMostAsked = 360;

}  // namespace

Watchdog::Watchdog(Services& services, Pipeline& pipeline, Duration limit)
    : services_(services), pipeline_(pipeline), limit_(limit), alarm_(services.clock.make_alarm()) {}

awaitable<void> Watchdog::run() {
  while (!stopping_) {
    auto const round = pipeline_.next_round();
    auto const ended = co_await round->wait(limit_);
    if (!ended) continue;
    services_.service_state("WATCHDOG=1");
    auto const pause = limit_ / 2;
    co_await alarm_->wait_for(pause);
  }
}

void Watchdog::stop() {
  stopping_ = true;
  alarm_->ring();
}

MoreTime::MoreTime(Services& services) : services_(services), alarm_(services.clock.make_alarm()) {}

awaitable<void> MoreTime::run() {
  for (int asked = 0; asked < kMostAsked; ++asked) {
    bool const goes_on = co_await alarm_->wait_for(kAskEvery);
    if (!goes_on) co_return;
    services_.service_state(kOfThatTime);
  }
}

}  // namespace lapwing::app
