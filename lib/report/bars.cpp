// SPDX-License-Identifier: Apache-2.0
#include "report/bars.hpp"

#include "series/curve.hpp"
#include "series/sparkline.hpp"

#include <algorithm>

namespace lapwing::report {

std::string bars_of(Figure const& figure) {
  constexpr std::size_t most = 16;
  auto const points = series::drawable(figure.points);
  auto const bars = std::min(points.size(), most);
  std::vector<series::Point> means;
  for (std::size_t i = 0; i < bars; ++i) {
    auto const first = i * points.size() / bars, end = (i + 1) * points.size() / bars;
    double mean = 0;
    for (auto at = first; at < end; ++at) mean += points[at].value / double(end - first);
    means.push_back({points[first].at, mean});
  }
  return series::sparkline(means);
}

}  // namespace lapwing::report
