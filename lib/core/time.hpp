// SPDX-License-Identifier: Apache-2.0
// Instants and lengths of time. A TimePoint is UTC with milliseconds; civil time (zones, days, DST) is core/zone.hpp.
// Nothing here reads a clock: `now` is an argument everywhere but in io/clock.cpp.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lapwing {

using Duration = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<Duration>;

/// Reads an instant as people and programs write them:
///   2025-12-06T11:32:42.900274Z   2021-02-18T15:02:05.000+08:00   2026-03-01T16:16:39.398370 (no zone: UTC)
///   2025-12-06 07:55:32.1         2025-12-06                      20251213T110000Z
/// Fractions of any length are cut to milliseconds; a leap second :60 counts as the next minute.
/// Absent for anything else, for a date that does not exist, and for trailing text.
std::optional<TimePoint> parse_timestamp(std::string_view text);

/// RFC 3339 in UTC: 2026-11-23T17:34:00Z, with .123 only where there are milliseconds.
std::string format_utc(TimePoint at);

/// At most two units, for people: 850ms, 2.4s, 45s, 12m 30s, 26h, 3d 4h, 343d. Hours run to 48h, then days. A minus for
/// negatives.
std::string format_duration(Duration length);

/// Milliseconds since 1970-01-01T00:00:00Z: the form in which instants are stored.
constexpr std::int64_t to_millis(TimePoint at) { return at.time_since_epoch().count(); }
constexpr TimePoint from_millis(std::int64_t millis) { return TimePoint{Duration{millis}}; }

}  // namespace lapwing
