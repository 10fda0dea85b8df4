// SPDX-License-Identifier: Apache-2.0
// The five fields of cron: when something else is scheduled, and so when it is missing.
#pragma once

#include "core/result.hpp"
#include "core/zone.hpp"

#include <bitset>
#include <optional>
#include <string>
#include <string_view>

namespace lapwing {

/// minute hour day-of-month month day-of-week, each `*`, a number, a-b, a list, with /step; months and days also as JAN
/// and SUN, Sunday also as 7. Where both days are restricted, either counts, as in POSIX. Source: POSIX crontab;
/// docs.github.com, "Events that trigger workflows", schedule, read 2026-11.
class Cron {
 public:
  /// Errors: invalid, naming the field.
  static Result<Cron> parse(std::string_view text);

  /// The first slot after `after`; absent where there is none within nine years (30 2 31 2 *). A wall-clock time that a
  /// DST change skips is due at the next instant that exists; one that occurs twice is due once.
  std::optional<TimePoint> next_after(TimePoint after, Zone const& zone) const;

  std::string const& text() const { return text_; }

 private:
  bool falls_on(std::chrono::local_days day) const;

  std::string text_;
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<7> weekdays_;
  bool any_day_ = false;      // day of month is *
  bool any_weekday_ = false;  // day of week is *
};

}  // namespace lapwing
