// SPDX-License-Identifier: Apache-2.0
// Numbers drawn from many points: sums, quantiles, spread, a straight line. Each is absent where there are too few
// points for it.
#pragma once

#include "series/history.hpp"

#include <optional>
#include <span>

namespace lapwing::series {

using Points = std::span<Point const>;

std::optional<double> sum_of(Points points);
std::optional<double> mean_of(Points points);

/// The value below which `share` of the points lie, between neighbours in proportion; 0.5 is the median.
std::optional<double> quantile_of(Points points, double share);

/// Of a sample: the squares are divided by one less than the number of points. Two points at least.
std::optional<double> deviation_of(Points points);

/// The line of least squares.
struct Line {
  TimePoint middle;  ///< the mean instant
  double value;      ///< there
  double per_day;
  double at(TimePoint when) const;
};

/// Two different instants at least.
std::optional<Line> line_through(Points points);

}  // namespace lapwing::series
