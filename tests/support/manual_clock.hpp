// SPDX-License-Identifier: Apache-2.0
// A clock that stands still until the test moves it.
#pragma once

#include "io/clock.hpp"

#include <map>
#include <memory>
#include <optional>

namespace boost::asio {
class io_context;
}

namespace lapwing::test {

class ManualAlarm;

/// One loop; outlives its alarms. Moving the clock wakes the alarms whose time has come in the order of their times;
/// those who wait go on when the loop runs next.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimePoint start) : now_(start) {}

  TimePoint now() const override { return now_; }
  SteadyTime steady() const override { return SteadyTime(gone_by_); }
  std::unique_ptr<Alarm> make_alarm() override;

  /// Time goes by. Also backwards: a stepped system clock, for which no time has gone by. Wakes nobody then.
  void advance_to(TimePoint at);
  void advance(Duration by) { advance_to(now_ + by); }

  /// Somebody sets the system clock: no time goes by.
  void step(Duration by);

  /// When the first of the alarms that somebody waits for is due.
  std::optional<TimePoint> next_alarm() const;

  /// Jumps from alarm to alarm up to `end` and lets the loop do what is ready at each: everything happens at its own
  /// time.
  void run_until(boost::asio::io_context& loop, TimePoint end);

 private:
  friend class ManualAlarm;
  void ring_due();

  TimePoint now_;
  Duration gone_by_{};
  std::multimap<TimePoint, ManualAlarm*> waiting_;
  std::multimap<Duration, ManualAlarm*> counting_;  // by what will have gone by then
};

}  // namespace lapwing::test
