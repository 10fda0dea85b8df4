// SPDX-License-Identifier: Apache-2.0
// When people do not want to be disturbed by less than what matters, by the clock on the wall.
#pragma once

#include "core/level.hpp"
#include "core/zone.hpp"

#include <array>
#include <optional>
#include <vector>

namespace lapwing::alert {

/// One entry of `quiet_hours`. From `from` to `to`; where `to` is not later, to that time on the next day. It belongs
/// to the day on which it begins.
struct QuietHours {
  std::array<bool, 7> days{true, true, true, true, true, true, true};  ///< Sunday first, as std::chrono has it
  Duration from{};                                                     ///< since midnight, of the clock on the wall
  Duration to{};
  std::array<bool, 4> muted{};  ///< by Level
};

/// Until when the level is muted; absent where it is not. A begin or end that a change of the clocks skips is at the
/// next instant that exists; of one that occurs twice the first counts. Entries that follow on one another are one.
std::optional<TimePoint> quiet_until(std::vector<QuietHours> const& hours, Level level, TimePoint now,
                                     Zone const& zone);

}  // namespace lapwing::alert
