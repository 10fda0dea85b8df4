// SPDX-License-Identifier: Apache-2.0
// Functions over a window of points. A new function is one row here and one test.
#pragma once

#include "core/quantity.hpp"
#include "series/history.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace lapwing::series {

struct WindowFunction {
  std::string_view name;
  /// The unit of the result for a metric of that unit.
  Unit (*unit)(Unit);
  /// Absent where the window holds too little: nothing for most, fewer than two points for `drop`.
  std::optional<double> (*apply)(std::span<Point const>);
  std::string_view meaning;
};

std::span<WindowFunction const> window_functions();

/// nullptr where there is none of that name.
WindowFunction const* find_window_function(std::string_view name);

}  // namespace lapwing::series
