// SPDX-License-Identifier: Apache-2.0
// The time, and waiting for it. Two implementations: SystemClock here, ManualClock in tests/support.
#pragma once

#include "core/time.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace lapwing {

/// One wait at a time, re-usable. Lives on the loop; destroy it only when nothing waits on it.
class Alarm {
 public:
  virtual ~Alarm() = default;
  /// True when the wall clock has reached `at` (at once if it has already); false if `ring` came first. A step of the
  /// system clock is noticed at once. A ring while nobody waits is kept for the next wait.
  virtual boost::asio::awaitable<bool> wait_until(TimePoint at) = 0;
  /// The same by the monotonic clock: true when that much time has gone by, whatever was done to the system clock.
  virtual boost::asio::awaitable<bool> wait_for(Duration length) = 0;
  virtual void ring() = 0;
};

/// The monotonic clock, for deadlines and for the waits that servers ask for: a step of the system clock neither
/// shortens nor prolongs them.
using SteadyTime = std::chrono::steady_clock::time_point;
SteadyTime steady_now();

class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() const = 0;
  virtual SteadyTime steady() const = 0;
  virtual std::unique_ptr<Alarm> make_alarm() = 0;
};

/// What the system's clock shows, for commands that have no loop.
TimePoint system_now();

/// The real one: CLOCK_REALTIME by timerfd with cancel-on-set, so that clock steps and suspend are seen.
class SystemClock final : public Clock {
 public:
  explicit SystemClock(boost::asio::any_io_executor loop) : loop_(std::move(loop)) {}
  TimePoint now() const override;
  SteadyTime steady() const override;
  std::unique_ptr<Alarm> make_alarm() override;

 private:
  boost::asio::any_io_executor loop_;
};

}  // namespace lapwing
