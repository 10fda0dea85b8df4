// SPDX-License-Identifier: Apache-2.0
// An incident's numbers over time as a picture, for channels that show one. Pure; it takes some tens of milliseconds:
// not on the loop.
#pragma once

#include "alert/incident.hpp"
#include "alert/trend.hpp"
#include "core/zone.hpp"

#include <optional>
#include <string>

namespace lapwing::notify {

struct Chart {
  std::string title;  ///< text from outside; what a picture can not show of it is left out
  alert::Trend trend;
  TimePoint since;                 ///< the first bad sample
  std::optional<TimePoint> until;  ///< when it was over; absent while it goes on
  Level level = Level::critical;   ///< how bad it is, or was
  Zone zone = Zone::utc();
};

Chart chart_of(alert::Incident const& incident, alert::Trend trend, Zone const& zone);

/// PNG, 1600 x 640 pixels, dark whatever the channel's theme, readable at a quarter of that: the line with its last
/// value, thresholds dashed and named, the bad part shaded. The same bytes for the same chart and fonts.
/// "" where there is nothing to see: fewer than three points with a number, or all of one instant; or no cairo on this
/// machine.
std::string draw_png(Chart const& chart);

}  // namespace lapwing::notify
