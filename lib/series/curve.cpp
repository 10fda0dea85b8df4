// SPDX-License-Identifier: Apache-2.0
#include "series/curve.hpp"

#include <algorithm>
#include <cmath>

namespace lapwing::series {
namespace {

/// Beyond, differences are no numbers and dates no dates.
constexpr double kLargest = 1e300;
constexpr TimePoint kFirst = std::chrono::sys_days{std::chrono::year{1900} / 1 / 1};
constexpr TimePoint kLast = std::chrono::sys_days{std::chrono::year{2200} / 1 / 1};

}  // namespace

std::vector<Point> drawable(std::vector<Point> points) {
  std::erase_if(
      points, [](Point const& one) { return !(std::abs(one.value) <= kLargest) || one.at < kFirst || one.at > kLast; });
  std::ranges::stable_sort(points, {}, &Point::at);
  return points;
}

std::vector<Point> thinned(std::span<Point const> points, std::size_t columns) {
  if (points.empty()) return {};
  auto const length = double((points.back().at - points.front().at).count());
  auto const column_of = [&](Point const& one) {
    return length > 0 ? std::floor(double((one.at - points.front().at).count()) / length * double(columns)) : 0;
  };
  std::vector<Point> out;
  for (std::size_t i = 0; i < points.size();) {
    auto end = i;
    while (end < points.size() && column_of(points[end]) == column_of(points[i])) ++end;
    auto const [least, greatest] = std::ranges::minmax_element(points.subspan(i, end - i), {}, &Point::value);
    std::vector<std::size_t> kept{i, std::size_t(&*least - points.data()), std::size_t(&*greatest - points.data()),
                                  end - 1};
    std::ranges::sort(kept);
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    for (auto const one : kept) out.push_back(points[one]);
    i = end;
  }
  return out;
}

Range range_of(std::span<Point const> points) {
  auto const [least, greatest] = std::ranges::minmax(points, {}, &Point::value);
  return {least.value, greatest.value};
}

Range with_room(Range tight, Unit unit) {
  double const size = std::max(std::abs(tight.low), std::abs(tight.high));
  double room = (tight.high - tight.low) * 0.12;
  if (!(tight.high - tight.low > size * 1e-9) || room < 1e-280) room = size > 1e-270 ? size * 0.1 : 1;
  Range range{tight.low - room, tight.high + room};
  if (tight.low >= 0) range.low = std::max(range.low, 0.);
  if (unit == Unit::ratio && tight.high <= 1) range.high = std::min(range.high, 1.);
  if (range.low == tight.low) range.low -= room / 4;  // a line on the very edge is half a line
  if (range.high == tight.high) range.high += room / 4;
  return range;
}

}  // namespace lapwing::series
