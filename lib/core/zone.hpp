// SPDX-License-Identifier: Apache-2.0
// Civil time of an IANA zone: what the clock on the wall shows. Calendar schedules, windows and reports go through
// here.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace date {
class time_zone;
}

namespace lapwing {

/// A wall-clock time without a zone.
using LocalTime = std::chrono::local_time<Duration>;

/// One zone of the system's tz database. Cheap to copy; the database lives as long as the program.
class Zone {
 public:
  /// Errors: not_found, naming the nearest known zone.
  static Result<Zone> find(std::string_view name);
  /// The system's own zone ($TZ, /etc/localtime); UTC where it cannot be told.
  static Zone system();
  static Zone utc();

  std::string_view name() const;

  LocalTime to_local(TimePoint at) const;
  /// A wall-clock time that a DST change skips becomes the next instant that exists; one that occurs twice, the first.
  TimePoint to_instant(LocalTime local) const;
  /// The next change of the offset after `at`, if the database knows one within ten years.
  std::optional<TimePoint> next_transition(TimePoint at) const;

  /// For people: 2026-11-23 18:34 +01:00.
  std::string format(TimePoint at) const;

 private:
  explicit Zone(date::time_zone const* zone) : zone_(zone) {}
  date::time_zone const* zone_;
};

}  // namespace lapwing
