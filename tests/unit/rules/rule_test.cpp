// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

#include "support/a_rule.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace lapwing::rules {
namespace {

using namespace std::chrono_literals;
using test::a_rule;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Rule, ALevelIsTheWorstWhoseBoundTheValueIsBeyond) {
  Rule const rule = a_rule().below().info(0.70).warning(0.65).critical(0.60);
  EXPECT_EQ(level_of(rule, 0.72), Level::ok);
  EXPECT_EQ(level_of(rule, 0.70), Level::ok) << "the bound itself is still fine";
  EXPECT_EQ(level_of(rule, 0.69), Level::info);
  EXPECT_EQ(level_of(rule, 0.64), Level::warning);
  EXPECT_EQ(level_of(rule, 0.10), Level::critical);
}

TEST(Rule, AboveIsTheOtherSide) {
  Rule const rule = a_rule("data.age").above().warning(3600).critical(7200);
  EXPECT_EQ(level_of(rule, 3600), Level::ok);
  EXPECT_EQ(level_of(rule, 3601), Level::warning);
  EXPECT_EQ(level_of(rule, 7201), Level::critical);
}

TEST(Rule, OutsideIsBadBeyondEitherEnd) {
  Rule const rule = a_rule("data.records").outside().bound(Level::warning, 360, 370).bound(Level::critical, 300, 400);
  EXPECT_EQ(level_of(rule, 360), Level::ok);
  EXPECT_EQ(level_of(rule, 370), Level::ok);
  EXPECT_EQ(level_of(rule, 359), Level::warning);
  EXPECT_EQ(level_of(rule, 371), Level::warning);
  EXPECT_EQ(level_of(rule, 299), Level::critical);
  EXPECT_EQ(level_of(rule, 401), Level::critical);
}

TEST(Rule, EqualsAndDiffersCompareWithOneValue) {
  EXPECT_EQ(level_of(a_rule("poll.success").equals().warning(0), 0), Level::warning);
  EXPECT_EQ(level_of(a_rule("poll.success").equals().warning(0), 1), Level::ok);
  EXPECT_EQ(level_of(a_rule("data.columns").differs().critical(12), 12), Level::ok);
  EXPECT_EQ(level_of(a_rule("data.columns").differs().critical(12), 11), Level::critical);
}

TEST(Rule, TheRoundingOfDoublesIsNotBeyondABound) {
  Rule const drop = a_rule("drop(model.accuracy, last 20 runs)").above().critical(0.10);
  ASSERT_GT(0.8 - 0.7, 0.1);
  EXPECT_EQ(level_of(drop, 0.8 - 0.7), Level::ok) << "80% less 70% is 10pp";
  EXPECT_EQ(level_of(drop, 0.1001), Level::critical);

  double sum = 0;
  for (int i = 0; i < 10; ++i) sum += 0.1;
  ASSERT_LT(sum / 10, 0.1);
  EXPECT_EQ(level_of(a_rule().below().warning(0.1), sum / 10), Level::ok);
  EXPECT_EQ(level_of(a_rule().equals().warning(0.1), sum / 10), Level::warning);
  EXPECT_EQ(level_of(a_rule().differs().warning(0.1), sum / 10), Level::ok);
  EXPECT_TRUE(clears(a_rule().below().warning(0.05).recover(0.1), sum / 10));

  EXPECT_EQ(level_of(a_rule("data.records").above().warning(1e9), 1e9 + 1), Level::warning) << "counts are exact";
  EXPECT_EQ(level_of(a_rule("model.rmse").above().warning(0), 1e-300), Level::warning);
}

TEST(Rule, ClearsAtOrPastRecoverAlone) {
  Rule const below = a_rule().below().warning(0.65).recover(0.67);
  EXPECT_FALSE(clears(below, 0.64));
  EXPECT_FALSE(clears(below, 0.66));
  EXPECT_TRUE(clears(below, 0.67));
  EXPECT_TRUE(clears(below, 0.9));
  Rule const above = a_rule("data.age").above().warning(100).recover(80);
  EXPECT_FALSE(clears(above, 101));
  EXPECT_FALSE(clears(above, 90));
  EXPECT_TRUE(clears(above, 80));
  EXPECT_TRUE(clears(above, 0));
  EXPECT_TRUE(clears(a_rule().below().warning(0.65), 0.65)) << "without recover, whatever is fine";
}

TEST(Rule, AThresholdIsShownInTheUnitOfTheExpression) {
  EXPECT_EQ(threshold_text(a_rule().below().warning(0.65), Level::warning), "below 65%");
  EXPECT_EQ(threshold_text(a_rule("drop(model.f1, 7d)").above().critical(0.1), Level::critical), "above 10pp");
  EXPECT_EQ(threshold_text(a_rule("data.records").outside().bound(Level::info, 360, 370), Level::info),
            "outside 360 to 370");
  EXPECT_EQ(threshold_text(a_rule("poll.success").equals().warning(0), Level::warning), "equal to 0%");
  EXPECT_EQ(threshold_text(a_rule("data.columns").differs().warning(12), Level::warning), "other than 12");
  EXPECT_EQ(threshold_text(a_rule().below().warning(0.65), Level::critical), "");
  EXPECT_EQ(threshold_text(a_rule().below().warning(0.65), Level::ok), "");
}

TEST(RuleSet, FindsRulesById) {
  RuleSet const rules({a_rule().id("a"), a_rule("model.f1").id("b"), a_rule("mean(model.accuracy, 7d)").id("c")});
  EXPECT_EQ(rules.find("b"), &rules[1]);
  EXPECT_EQ(rules.find("d"), nullptr);
  EXPECT_EQ(rules.all().size(), 3u);
}

TEST(RuleSet, TheHorizonOfAMetricCoversTheLongestWindowOfEitherKind) {
  EXPECT_EQ(RuleSet().horizon("model.f1"), std::nullopt);
  RuleSet const rules({a_rule("mean(model.f1, last 500 runs)"), a_rule("drop(model.f1, last 700 runs)"),
                       a_rule("mean(model.f1, 7d)"), a_rule("mean(model.f1, 30d)"),
                       a_rule("max(data.age, 90d) / max(data.age) by ()"), a_rule("streak(poll.success == 0)")});
  EXPECT_EQ(rules.horizon("model.f1")->points, 701u);
  EXPECT_EQ(rules.horizon("model.f1")->length, Duration{30 * 24h});
  EXPECT_EQ(rules.horizon("data.age")->points, 64u) << "another metric's window costs it nothing";
  EXPECT_EQ(rules.horizon("data.age")->length, Duration{90 * 24h});
  EXPECT_EQ(rules.horizon("poll.success")->points, series::kEndlessRuns);
  EXPECT_EQ(rules.horizon("model.accuracy"), std::nullopt);
}

TEST(RuleSet, WhatAValueIsWeighedByIsKeptWithIt) {
  RuleSet const plain({a_rule("model.f1"), a_rule("mean(run.success, last 50 runs)").significance(0.95)});
  EXPECT_EQ(plain.horizon("model.test_samples"), std::nullopt);
  EXPECT_EQ(plain.horizon("model.baseline"), std::nullopt) << "the newest value is compared with nothing";
  RuleSet const weighed({a_rule("drop(model.f1, last 700 runs)").significance(0.95)});
  EXPECT_EQ(weighed.horizon("model.test_samples")->points, 701u);
  EXPECT_EQ(weighed.horizon("model.baseline")->points, 64u);
}

TEST(RuleSet, AMetricThatAnEventsTextNamesIsKept) {
  EventRule event;
  event.text = "accuracy {model.accuracy} of {labels.workflow}, {{model.f1}";
  RuleSet const rules({}, {event});
  EXPECT_EQ(rules.horizon("model.accuracy")->points, 64u);
  EXPECT_EQ(rules.horizon("model.f1"), std::nullopt);
}

TEST(RuleSet, IsClockedWhereARuleLooksAtAnAge) {
  EXPECT_FALSE(RuleSet({a_rule("model.age")}).is_clocked());
  EXPECT_TRUE(RuleSet({a_rule(), a_rule("age(poll.success == 100%)")}).is_clocked());
}

}  // namespace
}  // namespace lapwing::rules
