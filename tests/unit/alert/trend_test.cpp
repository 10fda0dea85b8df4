// SPDX-License-Identifier: Apache-2.0
#include "alert/trend.hpp"

#include "support/timeline.hpp"

#include <gmock/gmock.h>

namespace lapwing::alert {
namespace {

using test::a_rule;
using test::hour;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Values = std::vector<double>;

Labels const kBtc{{"model", "btc"}}, kEth{{"model", "eth"}};

/// One sample an hour.
series::History history_of(Values const& values, std::string_view metric = "model.accuracy") {
  series::History history;
  for (std::size_t i = 0; i < values.size(); ++i) history.add({std::string(metric), kBtc, values[i], hour(int(i)), {}});
  return history;
}

Values values(Trend const& trend) {
  Values out;
  for (auto const& point : trend.points) out.push_back(point.value);
  return out;
}

std::vector<std::pair<Level, double>> thresholds(rules::Rule const& rule) {
  std::vector<std::pair<Level, double>> out;
  for (auto const& one : trend_of(rule, {}, {}, hour(0)).thresholds) out.emplace_back(one.level, one.value);
  return out;
}

TEST(Trend, OfAMetricIsWhatItsNewestSamplesWere) {
  auto const history = history_of({0.7, 0.6, 0.5, 0.4});
  auto const trend = trend_of(a_rule().below().critical(0.6), history, kBtc, hour(2));
  EXPECT_THAT(values(trend), ElementsAre(0.7, 0.6, 0.5)) << "0.4 came later";
  EXPECT_EQ(trend.points.back().at, hour(2));
  EXPECT_EQ(trend.unit, Unit::ratio);
}

TEST(Trend, OfAFunctionIsWhatTheThresholdIsHeldAgainst) {
  auto const history = history_of({0.9, 0.9, 0.9, 0.6, 0.3});
  auto const trend =
      trend_of(a_rule("drop(model.accuracy, last 3 runs)").above().critical(0.1), history, kBtc, hour(9));
  EXPECT_EQ(trend.unit, Unit::points);
  ASSERT_FALSE(trend.points.empty());
  EXPECT_THAT(trend.points.back().value, DoubleNear(0.6, 1e-9)) << "not 30%, the accuracy";
}

TEST(Trend, IsOfItsOwnLabelsAlone) {
  auto history = history_of({0.7, 0.6, 0.5});
  for (int i = 0; i < 3; ++i) history.add({"model.accuracy", kEth, 0.9, hour(i), {}});
  rules::Rule const each = a_rule().below().critical(0.6);
  EXPECT_THAT(values(trend_of(each, history, kEth, hour(9))), ElementsAre(0.9, 0.9, 0.9));
  EXPECT_THAT(values(trend_of(each, history, {{"model", "sol"}}, hour(9))), IsEmpty());
  EXPECT_THAT(values(trend_of(each, {}, kBtc, hour(9))), IsEmpty());
  rules::Rule const pooled = a_rule("max(model.accuracy) by ()").below().critical(0.6);
  EXPECT_THAT(values(trend_of(pooled, history, {}, hour(9))), ElementsAre(0.9, 0.9, 0.9));
}

TEST(Trend, HoldsSixtyValuesAndSaysWhereTheyBegin) {
  auto const history = history_of(Values(200, 0.7));
  rules::Rule const rule = a_rule().below().critical(0.6);
  auto const trend = trend_of(rule, history, kBtc, hour(150));
  EXPECT_THAT(trend.points, SizeIs(60));
  EXPECT_EQ(trend.points.back().at, hour(150));
  EXPECT_EQ(trend_begins(rule, history, kBtc, hour(150)), trend.points.front().at);
  EXPECT_EQ(trend_begins(rule, history, kEth, hour(150)), hour(150));
}

TEST(Trend, LeavesOutWhatHadTooFewSamplesToBeJudged) {
  auto const history = history_of({0.7, 0.6, 0.5, 0.4});
  auto const trend = trend_of(a_rule("mean(model.accuracy, last 10 runs)").below().critical(0.6).min_samples(3),
                              history, kBtc, hour(9));
  EXPECT_THAT(trend.points, SizeIs(2));
}

TEST(Trend, OfAnAgeRisesByTheClockToThePresent) {
  auto const history = history_of({1, 1, 1}, "model.training_samples");
  auto const trend = trend_of(a_rule("age(model.training_samples)").above().critical(7200), history, kBtc, hour(26));
  EXPECT_EQ(trend.unit, Unit::duration);
  ASSERT_GT(trend.points.size(), 50u);
  EXPECT_EQ(trend.points.front().at, hour(0));
  EXPECT_EQ(trend.points.back().at, hour(26));
  EXPECT_EQ(trend.points.back().value, 24 * 3600);
  EXPECT_TRUE(std::ranges::any_of(trend.points, [](auto const& one) { return one.at == hour(2) && one.value == 0; }));
}

TEST(Trend, HasTheThresholdsOfEveryLevel) {
  EXPECT_THAT(thresholds(a_rule().below().warning(0.65).critical(0.6)),
              ElementsAre(std::pair(Level::warning, 0.65), std::pair(Level::critical, 0.6)));
  EXPECT_THAT(thresholds(a_rule("data.records").outside().bound(Level::warning, 360, 370)),
              ElementsAre(std::pair(Level::warning, 360.), std::pair(Level::warning, 370.)));
}

}  // namespace
}  // namespace lapwing::alert
