// SPDX-License-Identifier: Apache-2.0
#include "series/window.hpp"

#include <gtest/gtest.h>

#include <algorithm>
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
  return found->apply(points_of(values));
}

double naive_median(std::vector<double> values) {
  std::ranges::sort(values);
  auto const half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

TEST(Window, AnEmptyWindowHasACountButNoOtherValue) {
  for (auto const& function : window_functions()) {
    if (function.name == "count")
      EXPECT_EQ(function.apply({}), 0.0);
    else
      EXPECT_EQ(function.apply({}), std::nullopt) << function.name;
  }
}

TEST(Window, OnePointIsItsOwnMeanMedianMinMaxSumAndLatest) {
  for (auto const* name : {"mean", "median", "min", "max", "sum", "latest"})
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
  }
}

}  // namespace
}  // namespace lapwing::series
