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
  std::unique_ptr<Alarm> make_alarm() override;

  /// Also backwards: a stepped system clock. Wakes nobody then.
  void advance_to(TimePoint at);
  void advance(Duration by) { advance_to(now_ + by); }

  /// When the first of the alarms that somebody waits for is due.
  std::optional<TimePoint> next_alarm() const;

  /// Jumps from alarm to alarm up to `end` and lets the loop do what is ready at each: everything happens at its own
  /// time.
  void run_until(boost::asio::io_context& loop, TimePoint end);

 private:
  friend class ManualAlarm;
  TimePoint now_;
  std::multimap<TimePoint, ManualAlarm*> waiting_;
};

}  // namespace lapwing::test
