// SPDX-License-Identifier: Apache-2.0
#include "series/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace lapwing::series {
namespace {

double days(Duration length) { return double(length.count()) / 86'400'000; }

}  // namespace

std::optional<double> sum_of(Points points) {
  if (points.empty()) return std::nullopt;
  double total = 0;
  for (auto const& point : points) total += point.value;
  return total;
}

std::optional<double> mean_of(Points points) {
  auto const total = sum_of(points);
  if (!total) return std::nullopt;
  return *total / double(points.size());
}

std::optional<double> quantile_of(Points points, double share) {
  if (points.empty()) return std::nullopt;
  std::vector<double> values;
  values.reserve(points.size());
  for (auto const& point : points) values.push_back(point.value);
  double const rank = share * double(values.size() - 1);
  auto const lower = values.begin() + std::ptrdiff_t(rank);
  double const part = rank - std::floor(rank);
  std::ranges::nth_element(values, lower);
  if (part == 0) return *lower;
  return *lower * (1 - part) + *std::min_element(lower + 1, values.end()) * part;
}

std::optional<double> deviation_of(Points points) {
  if (points.size() < 2) return std::nullopt;
  double const middle = *mean_of(points);
  double squares = 0;
  for (auto const& point : points) squares += (point.value - middle) * (point.value - middle);
  return std::sqrt(squares / double(points.size() - 1));
}

double Line::at(TimePoint when) const { return value + per_day * days(when - middle); }

std::optional<Line> line_through(Points points) {
  if (points.size() < 2) return std::nullopt;
  auto const origin = points.front().at;
  double offset = 0;
  for (auto const& point : points) offset += days(point.at - origin) / double(points.size());
  double const value = *mean_of(points);
  double across = 0, both = 0;
  for (auto const& point : points) {
    double const distance = days(point.at - origin) - offset;
    across += distance * distance;
    both += distance * (point.value - value);
  }
  if (across == 0) return std::nullopt;
  return Line{origin + Duration{std::llround(offset * 86'400'000)}, value, both / across};
}

}  // namespace lapwing::series
