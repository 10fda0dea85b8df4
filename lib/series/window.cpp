// SPDX-License-Identifier: Apache-2.0
#include "series/window.hpp"

#include "series/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lapwing::series {
namespace {

/// A change after a flat run is beyond any number of deviations; this many says so.
constexpr double kMostDeviations = 1000;

Unit same(Unit unit) { return unit; }
Unit whole(Unit) { return Unit::count; }
Unit share(Unit) { return Unit::ratio; }
Unit plain(Unit) { return Unit::number; }
Unit time(Unit) { return Unit::duration; }

std::optional<double> newest(Points points) {
  return points.empty() ? std::nullopt : std::optional(points.back().value);
}

/// The points before the newest; empty where there is none.
Points before(Points points) { return points.first(points.empty() ? 0 : points.size() - 1); }

std::optional<double> mean(Excerpt const& of) { return mean_of(of.points); }
std::optional<double> sum(Excerpt const& of) { return sum_of(of.points); }
std::optional<double> stddev(Excerpt const& of) { return deviation_of(of.points); }

template <int hundredths>
std::optional<double> quantile(Excerpt const& of) {
  return quantile_of(of.points, hundredths / 100.0);
}

std::optional<double> least(Excerpt const& of) {
  if (of.points.empty()) return std::nullopt;
  return std::ranges::min(of.points, {}, &Point::value).value;
}

std::optional<double> greatest(Excerpt const& of) {
  if (of.points.empty()) return std::nullopt;
  return std::ranges::max(of.points, {}, &Point::value).value;
}

std::optional<double> count(Excerpt const& of) { return double(of.points.size()); }
std::optional<double> latest(Excerpt const& of) { return newest(of.points); }

std::optional<double> first(Excerpt const& of) {
  return of.points.empty() ? std::nullopt : std::optional(of.points.front().value);
}

std::optional<double> change(Excerpt const& of) {
  if (of.points.size() < 2) return std::nullopt;
  return of.points.back().value - of.points.front().value;
}

std::optional<double> drop(Excerpt const& of) {
  auto const usual = quantile_of(before(of.points), 0.5);
  if (!usual) return std::nullopt;
  return *usual - of.points.back().value;
}

std::optional<double> rise(Excerpt const& of) {
  auto const fallen = drop(of);
  return fallen ? std::optional(-*fallen) : std::nullopt;
}

std::optional<double> drop_share(Excerpt const& of) {
  auto const usual = quantile_of(before(of.points), 0.5);
  if (!usual || *usual == 0) return std::nullopt;
  return (*usual - of.points.back().value) / std::abs(*usual);
}

std::optional<double> rise_share(Excerpt const& of) {
  auto const fallen = drop_share(of);
  return fallen ? std::optional(-*fallen) : std::nullopt;
}

std::optional<double> streak(Excerpt const& of) {
  if (of.points.empty()) return std::nullopt;
  auto const broken = std::find_if(of.points.rbegin(), of.points.rend(), [](Point one) { return one.value == 0; });
  return double(broken - of.points.rbegin());
}

std::optional<double> slope(Excerpt const& of) {
  auto const line = line_through(of.points);
  return line ? std::optional(line->per_day) : std::nullopt;
}

std::optional<double> forecast(Excerpt const& of) {
  auto const line = line_through(of.points);
  return line ? std::optional(line->at(of.until + of.ahead)) : std::nullopt;
}

std::optional<double> zscore(Excerpt const& of) {
  auto const past = before(of.points);
  auto const spread = deviation_of(past);
  if (!spread) return std::nullopt;
  double const distance = of.points.back().value - *mean_of(past);
  auto const [low, high] = std::ranges::minmax(past, {}, &Point::value);
  bool const is_flat = low.value == high.value;  // the deviation of a flat run may be a rounding away from 0
  if (is_flat && of.points.back().value == low.value) return 0;
  return is_flat ? std::copysign(kMostDeviations, distance)
                 : std::clamp(distance / *spread, -kMostDeviations, kMostDeviations);
}

std::optional<double> age(Excerpt const& of) {
  if (of.points.empty()) return std::nullopt;
  return double((of.until - of.points.back().at).count()) / 1000;
}

using enum WindowFunction::Comparison;

constexpr std::array kFunctions{
    WindowFunction{.name = "mean",
                   .unit = same,
                   .apply = mean,
                   .meaning = "arithmetic mean",
                   .comparison = marked,
                   .is_across = true},
    WindowFunction{.name = "median", .unit = same, .apply = quantile<50>, .meaning = "the middle value"},
    WindowFunction{.name = "min", .unit = same, .apply = least, .meaning = "the smallest value", .is_across = true},
    WindowFunction{.name = "max", .unit = same, .apply = greatest, .meaning = "the greatest value", .is_across = true},
    WindowFunction{.name = "sum", .unit = same, .apply = sum, .meaning = "the total", .is_across = true},
    WindowFunction{.name = "count",
                   .unit = whole,
                   .apply = count,
                   .meaning = "how many samples there are",
                   .comparison = kept,
                   .is_across = true},
    WindowFunction{.name = "p50", .unit = same, .apply = quantile<50>, .meaning = "the 50th percentile"},
    WindowFunction{.name = "p90", .unit = same, .apply = quantile<90>, .meaning = "the 90th percentile"},
    WindowFunction{.name = "p95", .unit = same, .apply = quantile<95>, .meaning = "the 95th percentile"},
    WindowFunction{.name = "p99", .unit = same, .apply = quantile<99>, .meaning = "the 99th percentile"},
    WindowFunction{.name = "stddev", .unit = difference, .apply = stddev, .meaning = "the sample standard deviation"},
    WindowFunction{.name = "first", .unit = same, .apply = first, .meaning = "the oldest value"},
    WindowFunction{.name = "latest", .unit = same, .apply = latest, .meaning = "the newest value"},
    WindowFunction{
        .name = "change", .unit = difference, .apply = change, .meaning = "the newest value minus the oldest"},
    WindowFunction{.name = "drop",
                   .unit = difference,
                   .apply = drop,
                   .meaning = "the median of the samples before the newest, minus the newest",
                   .compares_newest = true},
    WindowFunction{.name = "drop_pct",
                   .unit = share,
                   .apply = drop_share,
                   .meaning = "drop as a share of that median",
                   .compares_newest = true},
    WindowFunction{.name = "rise",
                   .unit = difference,
                   .apply = rise,
                   .meaning = "the newest value minus the median of the samples before it",
                   .compares_newest = true},
    WindowFunction{.name = "rise_pct",
                   .unit = share,
                   .apply = rise_share,
                   .meaning = "rise as a share of that median",
                   .compares_newest = true},
    WindowFunction{.name = "streak",
                   .unit = whole,
                   .apply = streak,
                   .meaning = "how many of the newest samples in a row satisfy the comparison",
                   .comparison = needed,
                   .is_endless = true},
    WindowFunction{.name = "slope",
                   .unit = difference,
                   .apply = slope,
                   .meaning = "the slope of a straight line through the samples, per day"},
    WindowFunction{.name = "forecast",
                   .unit = same,
                   .apply = forecast,
                   .meaning = "a straight line through the samples, carried on for so long",
                   .looks_ahead = true},
    WindowFunction{.name = "zscore",
                   .unit = plain,
                   .apply = zscore,
                   .meaning = "the newest value's distance from the mean of those before it, in standard deviations",
                   .compares_newest = true},
    WindowFunction{.name = "age",
                   .unit = time,
                   .apply = age,
                   .meaning = "time since the newest sample",
                   .comparison = kept,
                   .is_endless = true,
                   .is_clocked = true},
};

}  // namespace

std::span<WindowFunction const> window_functions() { return kFunctions; }

WindowFunction const* find_window_function(std::string_view name) {
  auto const found = std::ranges::find(kFunctions, name, &WindowFunction::name);
  return found == kFunctions.end() ? nullptr : &*found;
}

Unit difference(Unit unit) { return unit == Unit::ratio ? Unit::points : unit; }

}  // namespace lapwing::series
