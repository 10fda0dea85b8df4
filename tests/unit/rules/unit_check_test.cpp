// SPDX-License-Identifier: Apache-2.0
#include "rules/unit_check.hpp"

#include "support/a_rule.hpp"

#include <gtest/gtest.h>

#include <array>

namespace lapwing::rules {
namespace {

using enum Unit;
using test::expression;

struct Row {
  std::string_view text;
  Unit unit;
};

constexpr std::array kUnits{
    Row{"model.accuracy + model.f1", ratio},
    Row{"model.accuracy - model.f1", points},
    Row{"model.accuracy - 5pp", ratio},
    Row{"5pp + model.accuracy", ratio},
    Row{"drop(model.accuracy, 7d) + drop(model.f1, 7d)", points},
    Row{"(model.accuracy + model.f1) / 2", ratio},
    Row{"model.accuracy * 2", ratio},
    Row{"model.accuracy * model.f1", ratio},
    Row{"5% * data.records", count},
    Row{"data.records * 5%", count},
    Row{"2 * model.accuracy", ratio},
    Row{"data.gaps * data.age", duration},
    Row{"50% * data.age", duration},
    Row{"data.age * 50%", duration},
    Row{"data.age * 2", duration},
    Row{"-data.age", duration},
    Row{"data.age - 2h", duration},
    Row{"data.age / 2", duration},
    Row{"data.age / 50%", duration},
    Row{"data.age / data.age", number},
    Row{"drop(model.accuracy, 7d) / model.accuracy", number},
    Row{"(artifact.quota - artifact.bytes) / slope(artifact.bytes, 14d)", number},
    Row{"data.missing + 1", number},
    Row{"data.missing + data.gaps", count},
    Row{"data.missing / data.records", number},
    Row{"data.age > 3h", count},
    Row{"data.age - 0", duration},
    Row{"model.accuracy - 0", ratio},
    Row{"0 - drop(model.accuracy, 7d)", points},
    Row{"0 < data.age", count},
    Row{"model.accuracy == 0", count},
    Row{"(data.age > 3h) * (data.gaps > 0)", number},
    Row{"count(data.age > 3h) by ()", count},
    Row{"mean(data.age > 3h) by ()", ratio},
    Row{"mean(mean(run.success, 7d) by (workflow)) by ()", ratio},
    Row{"max(data.age) by () - min(data.age) by ()", duration},
    Row{"data.age / data.age > 150%", count},
    Row{"data.age / data.age > 1.5", count},
    Row{"1 - data.age / data.age", number},
};

TEST(UnitCheck, FindsTheUnitOfEveryCombination) {
  for (auto const& [text, unit] : kUnits) {
    EXPECT_EQ(expression(text).unit, unit) << text;
  }
  EXPECT_EQ(unit_of(Operator::over, bytes, count), bytes);
}

TEST(UnitCheck, AQuotientOfTwoAlikeMayBeWrittenAsAShare) {
  auto const is_quotient = [](std::string_view text) { return expression(text).whole().is_quotient; };
  EXPECT_TRUE(is_quotient("artifact.bytes / artifact.quota"));
  EXPECT_TRUE(is_quotient("data.missing / data.records"));
  EXPECT_TRUE(is_quotient("1 - artifact.bytes / artifact.quota"));
  EXPECT_TRUE(is_quotient("max(artifact.bytes / artifact.quota) by (repository)"));
  EXPECT_EQ(expression("50% * (artifact.bytes / artifact.quota)").unit, ratio);
  EXPECT_FALSE(is_quotient("model.rmse"));
  EXPECT_FALSE(is_quotient("model.rmse / 2"));
  EXPECT_FALSE(is_quotient("artifact.bytes / 2"));
  EXPECT_FALSE(is_quotient("artifact.bytes / artifact.quota * 100"));
  EXPECT_FALSE(is_quotient("artifact.bytes / artifact.quota > 1"));
}

TEST(UnitCheck, WhatHasNoUnitTogetherIsRefused) {
  for (auto const left : {ratio, points, duration, bytes, count, number, runs}) {
    for (auto const right : {ratio, points, duration, bytes, count, number, runs}) {
      for (auto const op : {Operator::plus, Operator::minus, Operator::equal, Operator::less}) {
        bool const same_kind = (left == right) || (left >= count && right >= count);
        bool const shares = left <= points && right <= points && !is_comparison(op);
        if (shares) continue;
        EXPECT_EQ(unit_of(op, left, right).has_value(), same_kind);
      }
    }
  }
  EXPECT_EQ(unit_of(Operator::minus, points, ratio), std::nullopt);
  EXPECT_EQ(unit_of(Operator::times, bytes, duration), std::nullopt);
  EXPECT_EQ(unit_of(Operator::times, points, points), std::nullopt);
  EXPECT_EQ(unit_of(Operator::over, bytes, duration), std::nullopt);
  EXPECT_EQ(unit_of(Operator::over, count, duration), std::nullopt);
}

TEST(UnitCheck, LabelsMatchWhereOneSideHasThemAll) {
  EXPECT_NO_THROW(expression("run.duration / max(run.duration) by (workflow)"));
  EXPECT_NO_THROW(expression("run.duration / max(run.duration) by ()"));
  EXPECT_NO_THROW(expression("artifact.bytes / artifact.quota"));
  EXPECT_NO_THROW(expression("data.missing / data.records"));
  EXPECT_NO_THROW(expression("data.records / data.missing"));
  EXPECT_THROW(expression("max(run.duration) by (workflow) / max(run.duration) by (branch)"), std::invalid_argument);
  EXPECT_THROW(expression("model.accuracy - poll.success"), std::invalid_argument);
}

}  // namespace
}  // namespace lapwing::rules
