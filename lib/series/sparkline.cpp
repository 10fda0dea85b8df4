// SPDX-License-Identifier: Apache-2.0
#include "series/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lapwing::series {

std::string sparkline(std::span<Point const> points) {
  constexpr std::array<char const*, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (points.size() < 2) return "";
  auto const [least, greatest] = std::ranges::minmax(points, {}, &Point::value);
  // Halved, so that the distance between the ends of the double range is still a number.
  double const span = greatest.value / 2 - least.value / 2;
  std::string out;
  for (auto const& point : points) {
    double const height = span > 0 ? (point.value / 2 - least.value / 2) / span * double(blocks.size() - 1) : 3;
    out += blocks[std::size_t(std::lround(height))];
  }
  return out;
}

}  // namespace lapwing::series
