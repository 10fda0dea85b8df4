// SPDX-License-Identifier: Apache-2.0
#include "series/sparkline.hpp"

#include "core/text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace lapwing::series {
namespace {

std::string line_of(std::vector<double> const& values) {
  std::vector<Point> points;
  for (double const value : values) points.push_back({from_millis(std::int64_t(points.size())), value});
  return sparkline(points);
}

TEST(Sparkline, FewerThanTwoPointsShowNothing) {
  EXPECT_EQ(line_of({}), "");
  EXPECT_EQ(line_of({0.7}), "");
}

TEST(Sparkline, TheSmallestIsTheLowestBlockAndTheGreatestTheHighest) {
  EXPECT_EQ(line_of({0, 1, 2, 3, 4, 5, 6, 7}), "▁▂▃▄▅▆▇█");
  EXPECT_EQ(line_of({-0.5, 0.5, -0.5}), "▁█▁");
}

TEST(Sparkline, AFlatRunIsDrawnInTheMiddle) {
  EXPECT_EQ(line_of({0.7, 0.7, 0.7}), "▄▄▄");
  EXPECT_EQ(line_of({0, 0}), "▄▄");
}

TEST(Sparkline, TheEndsOfTheDoubleRangeAreDrawnToo) {
  constexpr double huge = std::numeric_limits<double>::max();
  EXPECT_EQ(line_of({-huge, 0, huge}), "▁▅█");
  EXPECT_EQ(count_characters(line_of({0, std::numeric_limits<double>::denorm_min()})), 2u);
}

}  // namespace
}  // namespace lapwing::series
