// SPDX-License-Identifier: Apache-2.0
// Functions over a window of points. A new function is one row here and one test.
#pragma once

#include "core/quantity.hpp"
#include "series/history.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace lapwing::series {

/// What a function looks at: points in order of time, as of an instant.
struct Excerpt {
  std::span<Point const> points;
  TimePoint until;
  Duration ahead{0};  ///< for forecast
};

struct WindowFunction {
  /// What a comparison as the argument does: run.success == 0.
  enum class Comparison {
    refused,  ///< the function says nothing of it
    marked,   ///< each sample becomes 1 where it holds, else 0
    kept,     ///< only the samples where it holds are looked at
    needed,   ///< marked; and the function says nothing without one
  };

  std::string_view name;
  /// The unit of the result for a metric of that unit.
  Unit (*unit)(Unit);
  /// Absent where the window holds too little: nothing for most, fewer than two points for differences.
  std::optional<double> (*apply)(Excerpt const&);
  std::string_view meaning;
  Comparison comparison = Comparison::refused;
  bool compares_newest = false;  ///< the newest with those before it: `last 20 runs` are the 20 before
  bool is_endless = false;       ///< may stand without a window: all that is kept
  bool looks_ahead = false;      ///< takes a horizon after the window
  bool is_clocked = false;       ///< grows by itself while nothing arrives
  bool is_across = false;        ///< may also look across series: sum(artifact.bytes) by (repository)
};

/// As many runs as a function without a window looks at.
inline constexpr std::size_t kEndlessRuns = 1000;

std::span<WindowFunction const> window_functions();

/// nullptr where there is none of that name.
WindowFunction const* find_window_function(std::string_view name);

/// The unit of a difference of two values of a unit: of two shares it is in points, of anything else in its own.
Unit difference(Unit unit);

}  // namespace lapwing::series
