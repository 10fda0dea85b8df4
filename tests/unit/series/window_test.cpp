// SPDX-License-Identifier: Apache-2.0
#include "series/window.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

namespace lapwing::series {
namespace {

std::vector<Point> points_of(std::vector<double> const& values) {
  std::vector<Point> points;
  for (double const value : values) points.push_back({from_millis(1000 * std::int64_t(points.size())), value});
  return points;
}

std::optional<double> applied(std::string_view function, std::vector<double> const& values) {
  auto const* const found = find_window_function(function);
  if (found == nullptr) throw std::invalid_argument("no such function");
  auto const points = points_of(values);
  return found->apply({points, points.empty() ? TimePoint{} : points.back().at});
}

double naive_median(std::vector<double> values) {
  std::ranges::sort(values);
  auto const half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

TEST(Window, AnEmptyWindowHasACountButNoOtherValue) {
  for (auto const& function : window_functions()) {
    EXPECT_EQ(function.apply({}), function.name == "count" ? std::optional(0.0) : std::nullopt) << function.name;
    if (function.comparison == WindowFunction::Comparison::needed) EXPECT_TRUE(function.is_endless);
  }
}

TEST(Window, OnePointIsItsOwnMeanMedianMinMaxSumAndLatest) {
  for (auto const* name : {"mean", "median", "min", "max", "sum", "latest", "first", "p50", "p90", "p95", "p99"})
    EXPECT_EQ(applied(name, {0.72}), 0.72) << name;
  EXPECT_EQ(applied("count", {0.72}), 1.0);
}

TEST(Window, DropNeedsSomethingBeforeTheNewest) {
  EXPECT_EQ(applied("drop", {0.72}), std::nullopt);
  EXPECT_DOUBLE_EQ(*applied("drop", {0.75, 0.65}), 0.10);
}

TEST(Window, DropIsTheMedianBeforeTheNewestMinusTheNewest) {
  EXPECT_DOUBLE_EQ(*applied("drop", {0.70, 0.10, 0.72, 0.60}), 0.10);
  EXPECT_DOUBLE_EQ(*applied("drop", {5, 5, 8}), -3) << "a rise is a negative drop";
}

TEST(Window, WhatComparesNeedsTwoPointsAndASpreadNeedsTwoBeforeTheNewest) {
  for (auto const* name : {"drop", "drop_pct", "rise", "rise_pct", "change", "stddev", "slope", "forecast"}) {
    EXPECT_EQ(applied(name, {0.72}), std::nullopt) << name;
    EXPECT_NE(applied(name, {0.72, 0.70}), std::nullopt) << name;
  }
  EXPECT_EQ(applied("zscore", {1, 2}), std::nullopt);
  EXPECT_NE(applied("zscore", {1, 2, 3}), std::nullopt);
}

TEST(Window, ARiseIsADropTurnedRound) {
  EXPECT_NEAR(*applied("rise", {0.70, 0.10, 0.72, 0.80}), 0.10, 1e-12);
  EXPECT_DOUBLE_EQ(*applied("rise_pct", {10, 10, 15}), 0.5);
  EXPECT_DOUBLE_EQ(*applied("drop_pct", {10, 10, 15}), -0.5);
  EXPECT_DOUBLE_EQ(*applied("drop_pct", {-10, -10, -15}), 0.5) << "a share of the size, whatever its sign";
}

TEST(Window, AShareOfNothingIsNoValue) {
  EXPECT_EQ(applied("drop_pct", {0, 0, 5}), std::nullopt);
  EXPECT_EQ(applied("rise_pct", {0, 0, 5}), std::nullopt);
  EXPECT_EQ(applied("rise", {0, 0, 5}), 5.0);
}

TEST(Window, ChangeIsTheNewestMinusTheOldest) {
  EXPECT_EQ(applied("change", {3, 100, 5}), 2.0);
  EXPECT_EQ(applied("first", {3, 100, 5}), 3.0);
}

TEST(Window, APercentileLiesBetweenItsNeighboursInProportion) {
  std::vector<double> to_hundred;
  for (int i = 0; i <= 100; ++i) to_hundred.push_back(100 - i);
  EXPECT_DOUBLE_EQ(*applied("p50", to_hundred), 50);
  EXPECT_DOUBLE_EQ(*applied("p90", to_hundred), 90);
  EXPECT_DOUBLE_EQ(*applied("p95", to_hundred), 95);
  EXPECT_DOUBLE_EQ(*applied("p99", to_hundred), 99);
  EXPECT_DOUBLE_EQ(*applied("p90", {0, 10}), 9);
}

TEST(Window, AStreakIsOfTheNewestAndEndsAtTheFirstThatBreaksIt) {
  EXPECT_EQ(applied("streak", {1, 1, 0, 1, 1, 1}), 3.0);
  EXPECT_EQ(applied("streak", {1, 1, 0}), 0.0);
  EXPECT_EQ(applied("streak", {1, 1}), 2.0);
}

TEST(Window, ALineIsFollowedPerDayAndAhead) {
  std::vector<Point> points;
  for (int day = 0; day < 5; ++day) points.push_back({TimePoint{std::chrono::days{day}}, 10.0 + 3 * day});
  Excerpt const excerpt{points, points.back().at, std::chrono::days{30}};
  EXPECT_NEAR(*find_window_function("slope")->apply(excerpt), 3, 1e-9);
  EXPECT_NEAR(*find_window_function("forecast")->apply(excerpt), 10 + 3 * 34, 1e-9);
}

TEST(Window, APointAloneInTimeMakesNoLine) {
  std::vector<Point> const points{{TimePoint{}, 1}, {TimePoint{}, 2}};
  EXPECT_EQ(find_window_function("slope")->apply({points, TimePoint{}}), std::nullopt);
}

TEST(Window, AnAgeCountsFromTheNewestPoint) {
  std::vector<Point> const points{{from_millis(1000), 1}, {from_millis(5000), 2}};
  EXPECT_EQ(find_window_function("age")->apply({points, from_millis(65'500)}), 60.5);
}

TEST(Window, DeviationsAreOfTheNewestFromThoseBeforeIt) {
  EXPECT_DOUBLE_EQ(*applied("stddev", {2, 4, 4, 4, 5, 5, 7, 9}), 2.138089935299395);
  EXPECT_DOUBLE_EQ(*applied("zscore", {9, 10, 11, 13}), 3);
}

TEST(Window, AChangeAfterAFlatRunIsBeyondAnyDeviation) {
  std::vector<double> flat(30, 0.7);
  EXPECT_EQ(applied("zscore", flat), 0.0) << "not a rounding over a rounding";
  flat.back() = 0.69;
  EXPECT_EQ(applied("zscore", flat), -1000.0);
  flat.back() = 0.71;
  EXPECT_EQ(applied("zscore", flat), 1000.0);
}

TEST(Window, AnOutlierMovesTheMeanButNotTheMedian) {
  EXPECT_EQ(applied("median", {1, 2, 1000, 3, 2}), 2.0);
  EXPECT_EQ(applied("median", {4, 1, 3, 2}), 2.5);
}

TEST(Window, TheUnitOfADifferenceOfSharesIsPoints) {
  EXPECT_EQ(find_window_function("drop")->unit(Unit::ratio), Unit::points);
  EXPECT_EQ(find_window_function("drop")->unit(Unit::number), Unit::number);
  EXPECT_EQ(find_window_function("drop")->unit(Unit::duration), Unit::duration);
  EXPECT_EQ(find_window_function("mean")->unit(Unit::ratio), Unit::ratio);
  EXPECT_EQ(find_window_function("count")->unit(Unit::ratio), Unit::count);
  EXPECT_EQ(find_window_function("stddev")->unit(Unit::ratio), Unit::points);
  EXPECT_EQ(find_window_function("slope")->unit(Unit::bytes), Unit::bytes);
  EXPECT_EQ(find_window_function("drop_pct")->unit(Unit::duration), Unit::ratio);
  EXPECT_EQ(find_window_function("zscore")->unit(Unit::duration), Unit::number);
  EXPECT_EQ(find_window_function("age")->unit(Unit::ratio), Unit::duration);
}

TEST(Window, NamesAreUniqueAndSayWhatTheyMean) {
  std::set<std::string_view> names;
  for (auto const& function : window_functions()) {
    EXPECT_TRUE(names.insert(function.name).second) << function.name;
    EXPECT_FALSE(function.meaning.empty()) << function.name;
    EXPECT_EQ(find_window_function(function.name), &function);
  }
  EXPECT_EQ(find_window_function("Mean"), nullptr);
  EXPECT_EQ(find_window_function(""), nullptr);
}

TEST(Window, EveryFunctionAgreesWithTheObviousComputationOnRandomData) {
  std::mt19937 random(20260301);
  std::uniform_int_distribution<std::size_t> sizes(1, 60);
  std::uniform_real_distribution<double> any(-10, 10);
  std::bernoulli_distribution repeated(0.3);
  for (int round = 0; round < 2000; ++round) {
    std::vector<double> values(sizes(random));
    for (auto& value : values) value = repeated(random) ? 1.0 : any(random);
    double sum = 0;
    for (double const value : values) sum += value;
    EXPECT_DOUBLE_EQ(*applied("sum", values), sum);
    EXPECT_DOUBLE_EQ(*applied("mean", values), sum / double(values.size()));
    EXPECT_EQ(applied("median", values), naive_median(values));
    EXPECT_EQ(applied("min", values), *std::min_element(values.begin(), values.end()));
    EXPECT_EQ(applied("max", values), *std::max_element(values.begin(), values.end()));
    EXPECT_EQ(applied("count", values), double(values.size()));
    EXPECT_EQ(applied("latest", values), values.back());
    if (values.size() < 2) continue;
    std::vector<double> const before(values.begin(), values.end() - 1);
    EXPECT_EQ(applied("drop", values), naive_median(before) - values.back());
    double squares = 0;
    for (double const value : values) squares += std::pow(value - sum / double(values.size()), 2);
    EXPECT_NEAR(*applied("stddev", values), std::sqrt(squares / double(values.size() - 1)), 1e-9);
  }
}

}  // namespace
}  // namespace lapwing::series
