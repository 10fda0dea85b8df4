// SPDX-License-Identifier: Apache-2.0
// When something is due, in civil time: `30s`, `5m`, `hourly [at :MM]`, `daily [at HH:MM]`, `weekly [on DAY] [at
// HH:MM]`, `monthly [on D|last] [at HH:MM]`, `cron: 0 2 * * *`.
#pragma once

#include "core/cron.hpp"
#include "core/result.hpp"
#include "core/zone.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lapwing {

/// One schedule. A calendar form without `at` is moved by an offset within an hour that hangs on the name alone, so
/// that a fleet does not ask in the same second and a restart changes nothing.
class Schedule {
 public:
  /// Errors: invalid, with the forms that exist. `monthly on 31` is refused: use `last`; so is a cron expression that
  /// is never due.
  static Result<Schedule> parse(std::string_view text, std::string_view name);

  /// The first instant after `after` at which it is due. A wall-clock time that a DST change skips is due at the next
  /// instant that exists; one that occurs twice is due once, the first time. `hourly` follows real hours.
  TimePoint next_after(TimePoint after, Zone const& zone) const;

  /// So much time between two runs, whatever the clock on the wall shows; absent for what goes by the calendar.
  std::optional<Duration> interval() const;

  /// As written: "daily at 06:30".
  std::string const& text() const { return text_; }

 private:
  enum class Form { interval, hourly, daily, weekly, monthly, cron };
  bool falls_on(std::chrono::local_days day) const;

  std::string text_;
  Form form_ = Form::interval;
  Duration interval_{0};             // interval: between two runs; else: into the hour or day
  std::chrono::weekday weekday_{1};  // weekly
  unsigned day_ = 1;                 // monthly; 0 is the last
  std::optional<Cron> cron_;
};

/// HH:MM since midnight.
std::optional<Duration> parse_time_of_day(std::string_view text);

/// monday or mon, whatever the case; 0 is Sunday.
std::optional<unsigned> parse_day_of_week(std::string_view text);

}  // namespace lapwing
