// SPDX-License-Identifier: Apache-2.0
// Points over time as SVG, for pages: what is drawn takes its colour from the text around it, so it fits any theme.
// Each has a title and a description in words. Text from outside is escaped.
#pragma once

#include "core/quantity.hpp"
#include "core/zone.hpp"
#include "series/history.hpp"

#include <string>
#include <vector>

namespace lapwing::report {

struct Curve {
  std::string title;  ///< "Accuracy · bitcoin"
  std::vector<series::Point> points;
  Unit unit = Unit::number;
};

/// A line with a dot at its end. "" for fewer than two points with a number.
std::string svg_sparkline(Curve const& curve);

/// The same with an axis of values and one of time from `from` to `until`, or further where points lie beyond.
std::string svg_chart(Curve const& curve, TimePoint from, TimePoint until, Zone const& zone);

}  // namespace lapwing::report
