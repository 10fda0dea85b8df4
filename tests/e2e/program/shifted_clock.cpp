// SPDX-License-Identifier: Apache-2.0
// The clock of `lapwing_at_a_set_time`: the daemon's sources with this file in place of daemon/world_clock.cpp. It
// starts at $LAPWING_TEST_NOW and runs on from there as the real one does. Monotonic deadlines and TLS stay real.
#include "command.hpp"
#include "world.hpp"

#include <cstdio>
#include <cstdlib>

namespace lapwing::daemon {
namespace {

class ShiftedAlarm final : public Alarm {
 public:
  ShiftedAlarm(std::unique_ptr<Alarm> real, Duration ahead) : real_(std::move(real)), ahead_(ahead) {}

  boost::asio::awaitable<bool> wait_until(TimePoint at) override {
    auto const real = at - ahead_;
    co_return co_await real_->wait_until(real);
  }
  boost::asio::awaitable<bool> wait_for(Duration length) override { co_return co_await real_->wait_for(length); }
  void ring() override { real_->ring(); }

 private:
  std::unique_ptr<Alarm> real_;
  Duration ahead_;
};

class ShiftedClock final : public Clock {
 public:
  ShiftedClock(boost::asio::any_io_executor loop, TimePoint start)
      : real_(std::move(loop)), ahead_(start - real_.now()) {}

  TimePoint now() const override { return real_.now() + ahead_; }
  SteadyTime steady() const override { return real_.steady(); }
  std::unique_ptr<Alarm> make_alarm() override { return std::make_unique<ShiftedAlarm>(real_.make_alarm(), ahead_); }

 private:
  SystemClock real_;
  Duration ahead_;
};

}  // namespace

std::unique_ptr<Clock> make_clock(boost::asio::any_io_executor loop) {
  auto const start = parse_timestamp(environment_variable("LAPWING_TEST_NOW"));
  if (!start) {
    std::fputs("LAPWING_TEST_NOW must hold an instant such as 2026-11-10T08:00:00Z\n", stderr);
    std::exit(int(Exit::usage));
  }
  return std::make_unique<ShiftedClock>(std::move(loop), *start);
}

}  // namespace lapwing::daemon
