// SPDX-License-Identifier: Apache-2.0
// An incident's numbers over time as a picture, for channels that show one. Pure; it takes some tens of milliseconds:
// not on the loop.
#pragma once

#include "core/level.hpp"
#include "core/quantity.hpp"
#include "core/zone.hpp"
#include "series/history.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lapwing::notify {

struct Chart {
  struct Threshold {
    Level level;
    double value;
  };
  std::string title;  ///< text from outside; what a picture can not show of it is left out
  std::vector<series::Point> points;
  Unit unit = Unit::number;
  std::vector<Threshold> thresholds;
  TimePoint since;                 ///< the first bad sample
  std::optional<TimePoint> until;  ///< when it was over; absent while it goes on
  Level level = Level::critical;   ///< how bad it is, or was
  Zone zone = Zone::utc();
};

/// PNG, 1600 x 640 pixels, dark whatever the channel's theme, readable at a quarter of that: the line with its last
/// value, thresholds dashed and named, the bad part shaded. The same bytes for the same chart and fonts.
/// "" where there is nothing to see: fewer than three points with a number, or all of one instant.
std::string draw_png(Chart const& chart);

}  // namespace lapwing::notify
