// SPDX-License-Identifier: Apache-2.0
#include "series/window.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace lapwing::series {
namespace {

using Window = std::span<Point const>;

Unit same(Unit unit) { return unit; }
Unit whole(Unit) { return Unit::count; }
/// A difference of two shares is in points; of anything else, in its own unit.
Unit difference(Unit unit) { return unit == Unit::ratio ? Unit::points : unit; }

std::optional<double> sum(Window window) {
  if (window.empty()) return std::nullopt;
  double total = 0;
  for (auto const& point : window) total += point.value;
  return total;
}

std::optional<double> mean(Window window) {
  auto const total = sum(window);
  if (!total) return std::nullopt;
  return *total / double(window.size());
}

std::optional<double> median(Window window) {
  if (window.empty()) return std::nullopt;
  std::vector<double> values;
  values.reserve(window.size());
  for (auto const& point : window) values.push_back(point.value);
  auto const middle = values.begin() + std::ptrdiff_t(values.size() / 2);
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

std::optional<double> least(Window window) {
  if (window.empty()) return std::nullopt;
  return std::ranges::min(window, {}, &Point::value).value;
}

std::optional<double> greatest(Window window) {
  if (window.empty()) return std::nullopt;
  return std::ranges::max(window, {}, &Point::value).value;
}

std::optional<double> count(Window window) { return double(window.size()); }

std::optional<double> latest(Window window) {
  if (window.empty()) return std::nullopt;
  return window.back().value;
}

std::optional<double> drop(Window window) {
  if (window.size() < 2) return std::nullopt;
  return *median(window.first(window.size() - 1)) - window.back().value;
}

constexpr std::array kFunctions{
    WindowFunction{"mean", same, mean, "arithmetic mean"},
    WindowFunction{"median", same, median, "the middle value"},
    WindowFunction{"min", same, least, "the smallest value"},
    WindowFunction{"max", same, greatest, "the greatest value"},
    WindowFunction{"sum", same, sum, "the total"},
    WindowFunction{"count", whole, count, "how many samples there are"},
    WindowFunction{"latest", same, latest, "the newest value"},
    WindowFunction{"drop", difference, drop, "the median of the samples before the newest, minus the newest"},
};

}  // namespace

std::span<WindowFunction const> window_functions() { return kFunctions; }

WindowFunction const* find_window_function(std::string_view name) {
  auto const found = std::ranges::find(kFunctions, name, &WindowFunction::name);
  return found == kFunctions.end() ? nullptr : &*found;
}

}  // namespace lapwing::series
