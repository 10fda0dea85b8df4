// SPDX-License-Identifier: Apache-2.0
// The few round values and instants that stand beside the axes of a chart. Pure.
#pragma once

#include "core/quantity.hpp"
#include "core/zone.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace lapwing::series {

struct ValueTick {
  double value;
  std::string text;  ///< 60%, 2h, 1.5 GB
};

struct TimeTick {
  TimePoint at;
  std::string text;  ///< 12 Mar 14:00, then 15:00; 12 Mar; Mar 2026; 2026
};

/// From low to high, at most `most`, none twice with the same text; none where low and high are no numbers or tell no
/// span.
std::vector<ValueTick> value_ticks(double low, double high, Unit unit, std::size_t most);

/// Round by the clock on the wall of the zone, at most `most`. A date stands with the first of its day. None for a span
/// of less than a second or of more than a thousand years.
std::vector<TimeTick> time_ticks(TimePoint from, TimePoint to, Zone const& zone, std::size_t most);

}  // namespace lapwing::series
