// SPDX-License-Identifier: Apache-2.0
// What of a run of points a picture shows, and the range of values that it has room for. Pure.
#pragma once

#include "core/quantity.hpp"
#include "series/history.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace lapwing::series {

/// The points that can be drawn, in order of time: numbers up to 1e300, dates from 1900 to 2200.
std::vector<Point> drawable(std::vector<Point> points);

/// Of drawable points as many as so many columns can show: of each column that has many the first, the lowest, the
/// highest and the last. The outline stays.
std::vector<Point> thinned(std::span<Point const> points, std::size_t columns);

struct Range {
  double low;
  double high;
};

/// The lowest and the highest value; at least one point.
Range range_of(std::span<Point const> points);

/// The same with room above and below. A share stays a share, and what is never negative begins at 0 at the lowest.
Range with_room(Range tight, Unit unit);

}  // namespace lapwing::series
