// SPDX-License-Identifier: Apache-2.0
#include "series/curve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace lapwing::series {
namespace {

using namespace std::chrono_literals;

TimePoint const kStart = *parse_timestamp("2026-03-02T12:00:00Z");

TEST(Curve, OnlyNumbersOfOurTimeAreDrawnInOrder) {
  double const nan = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
  auto const points = drawable({{kStart + 2h, 2},
                                {kStart, nan},
                                {kStart + 1h, 1},
                                {kStart, -infinite},
                                {kStart, 1.7e308},
                                {TimePoint::min(), 1},
                                {TimePoint::max(), 1}});
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0].value, 1);
  EXPECT_EQ(points[1].value, 2);
}

TEST(Curve, ThinnedKeepsTheEndsAndEveryPeak) {
  std::vector<Point> points;
  for (int i = 0; i < 10'000; ++i) points.push_back({kStart + i * 1min, std::sin(i * 0.01)});
  points[4321].value = 50;
  points[8765].value = -50;
  auto const kept = thinned(points, 100);
  EXPECT_LE(kept.size(), 404u);
  EXPECT_EQ(kept.front().at, points.front().at);
  EXPECT_EQ(kept.back().at, points.back().at);
  EXPECT_EQ(range_of(kept).high, 50);
  EXPECT_EQ(range_of(kept).low, -50);
  EXPECT_TRUE(std::ranges::is_sorted(kept, {}, &Point::at));
}

TEST(Curve, WhatFitsIsNotThinned) {
  std::vector<Point> const points{{kStart, 1}, {kStart + 1h, 2}, {kStart + 2h, 1}};
  EXPECT_EQ(thinned(points, 10).size(), 3u);
  EXPECT_EQ(thinned(std::vector<Point>(3, {kStart, 1}), 10).size(), 2u) << "of one instant: the first and the last";
  EXPECT_TRUE(thinned({}, 10).empty());
}

TEST(Curve, RoomLeavesAShareAShareAndAFlatLineInTheMiddle) {
  EXPECT_EQ(with_room({0.9, 1}, Unit::ratio).high, 1 + 0.012 / 4);
  EXPECT_LT(with_room({0, 10}, Unit::count).low, 0);
  EXPECT_GT(with_room({0, 10}, Unit::count).low, -1);
  auto const flat = with_room({5, 5}, Unit::number);
  EXPECT_LT(flat.low, 5);
  EXPECT_GT(flat.high, 5);
}

}  // namespace
}  // namespace lapwing::series
