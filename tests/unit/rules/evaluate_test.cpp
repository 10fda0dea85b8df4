// SPDX-License-Identifier: Apache-2.0
#include "rules/evaluate.hpp"

#include "support/timeline.hpp"

#include <gmock/gmock.h>

namespace lapwing::rules {
namespace {

using test::a_rule;
using test::hour;
using testing::IsEmpty;
using testing::SizeIs;

Sample sample(std::string metric, double value, int at, std::string model = "btc") {
  return {std::move(metric), {{"model", std::move(model)}}, value, hour(at), {}};
}

class Evaluate : public testing::Test {
 protected:
  void add(Sample const& one) { arrivals_.push_back({history_.add(one), one.at}); }
  /// "rule@hour=level", in the order of the verdicts.
  std::vector<std::string> told(RuleSet const& rules) const {
    std::vector<std::string> out;
    for (auto const& one : Evaluator(rules, history_).judge(arrivals_)) {
      auto const hours = std::chrono::duration_cast<std::chrono::hours>(one.at - hour(0)).count();
      out.push_back(rules[one.rule].id + "@" + std::to_string(hours) + "=" + std::string(name_of(one.level)));
    }
    return out;
  }

  series::History history_;
  std::vector<Arrival> arrivals_;
};

TEST_F(Evaluate, EveryArrivalIsJudgedByEveryRuleThatWatchesIt) {
  RuleSet const rules({a_rule().id("low").below().warning(0.65), a_rule("model.f1").id("f1").below().warning(0.5),
                       a_rule().id("high").above().info(0.9)});
  add(sample("model.accuracy", 0.60, 1));
  add(sample("model.age", 60, 1));
  EXPECT_EQ(told(rules), (std::vector<std::string>{"low@1=warning", "high@1=ok"}));
}

TEST_F(Evaluate, VerdictsComeInOrderOfTimeThenOfRule) {
  RuleSet const rules({a_rule().id("a").below().warning(0.65), a_rule("model.f1").id("b").below().warning(0.65)});
  add(sample("model.f1", 0.7, 3));
  add(sample("model.accuracy", 0.7, 3));
  add(sample("model.f1", 0.6, 1));
  add(sample("model.accuracy", 0.6, 2));
  EXPECT_EQ(told(rules), (std::vector<std::string>{"b@1=warning", "a@2=warning", "a@3=ok", "b@3=ok"}));
}

TEST_F(Evaluate, ABackFilledPastIsJudgedAsIfNothingLaterWereKnown) {
  RuleSet const rules({a_rule("max(model.accuracy, last 2 runs)").id("a").below().warning(0.65)});
  for (int i = 1; i <= 4; ++i) add(sample("model.accuracy", 0.6 + 0.02 * i, i));
  EXPECT_EQ(told(rules), (std::vector<std::string>{"a@1=warning", "a@2=warning", "a@3=ok", "a@4=ok"}));
}

TEST_F(Evaluate, TheSelectorLeavesOtherSeriesAlone) {
  RuleSet const rules({a_rule("model.accuracy{model=\"eth\"}").below().warning(0.65)});
  add(sample("model.accuracy", 0.1, 1, "btc"));
  add(sample("model.accuracy", 0.1, 1, "eth"));
  Evaluator evaluator(rules, history_);
  auto const verdicts = evaluator.judge(arrivals_);
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_EQ(evaluator.labels(verdicts[0]).get("model"), "eth");
}

TEST_F(Evaluate, AWindowThatHoldsTooLittleYieldsNoVerdict) {
  RuleSet const rules({a_rule("drop(model.accuracy, last 5 runs)").above().warning(0.05)});
  add(sample("model.accuracy", 0.7, 1));
  Evaluator evaluator(rules, history_);
  EXPECT_THAT(evaluator.judge(arrivals_), IsEmpty());
  add(sample("model.accuracy", 0.6, 2));
  auto const verdicts = evaluator.judge(arrivals_);
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_EQ(verdicts[0].level, Level::warning);
  EXPECT_NEAR(verdicts[0].value, 0.1, 1e-12);
  EXPECT_FALSE(verdicts[0].clears);
}

TEST_F(Evaluate, WithoutRulesOrArrivalsThereIsNothingToSay) {
  RuleSet const none;
  RuleSet const one({a_rule().below().warning(1)});
  EXPECT_THAT(told(none), IsEmpty());
  EXPECT_THAT(told(one), IsEmpty());
  add(sample("model.accuracy", 0.7, 1));
  EXPECT_THAT(told(none), IsEmpty());
}

TEST_F(Evaluate, SeveralSeriesOfOneResultAreJudgedOnceAnInstant) {
  RuleSet const rules({a_rule("min(model.accuracy) by ()").id("worst").below().warning(0.65)});
  add(sample("model.accuracy", 0.7, 1, "btc"));
  add(sample("model.accuracy", 0.6, 1, "eth"));
  add(sample("model.accuracy", 0.7, 2, "eth"));
  EXPECT_EQ(told(rules), (std::vector<std::string>{"worst@1=warning", "worst@2=ok"}));
}

TEST_F(Evaluate, WhatComesLateIsJudgedWhereItStandsAndTheResultAgainAsOfItsNewest) {
  RuleSet const rules({a_rule("mean(model.accuracy, last 3 runs)").id("a").below().warning(0.65)});
  Evaluator evaluator(rules, history_);
  for (int i = 1; i <= 3; ++i) add(sample("model.accuracy", 0.7, 2 * i));
  evaluator.judge(arrivals_);
  arrivals_.clear();
  add(sample("model.accuracy", 0.1, 3));
  EXPECT_EQ(told(rules), (std::vector<std::string>{"a@3=warning", "a@6=warning"}));
  auto const verdicts = evaluator.judge(arrivals_);
  ASSERT_THAT(verdicts, SizeIs(2));
  EXPECT_EQ(verdicts[1].at, hour(6));
  EXPECT_NEAR(verdicts[1].value, 1.5 / 3, 1e-12);
}

TEST_F(Evaluate, AValueThatTakesAnothersPlaceShowsAtOnce) {
  RuleSet const rules({a_rule("streak(model.accuracy < 65%)").id("a").above().critical(1)});
  for (int i = 1; i <= 3; ++i) add(sample("model.accuracy", 0.6, i));
  arrivals_.clear();
  add(sample("model.accuracy", 0.7, 2));
  EXPECT_EQ(told(rules), (std::vector<std::string>{"a@2=ok", "a@3=ok"}));
}

TEST_F(Evaluate, SeriesThatAppearLaterAreTakenIn) {
  RuleSet const rules({a_rule("count(model.accuracy) by ()").id("n").above().info(1),
                       a_rule("model.accuracy{model=\"eth\"}").id("eth").below().warning(0.65)});
  Evaluator evaluator(rules, history_);
  add(sample("model.accuracy", 0.6, 1, "btc"));
  EXPECT_THAT(evaluator.judge(arrivals_), SizeIs(1));
  arrivals_.clear();
  add(sample("model.accuracy", 0.6, 2, "eth"));
  auto const verdicts = evaluator.judge(arrivals_);
  ASSERT_THAT(verdicts, SizeIs(2));
  EXPECT_EQ(verdicts[0].value, 2);
  EXPECT_EQ(verdicts[1].level, Level::warning);
}

TEST_F(Evaluate, FewerSamplesThanItWantsLeaveARuleLearning) {
  RuleSet const rules({a_rule("mean(model.accuracy, last 9 runs)").below().warning(0.65).min_samples(3),
                       a_rule("zscore(model.accuracy, last 9 runs)").below().warning(-3).min_samples(3)});
  for (int i = 1; i <= 3; ++i) add(sample("model.accuracy", 0.6, i));
  auto const verdicts = Evaluator(rules, history_).judge(arrivals_);
  ASSERT_THAT(verdicts, SizeIs(6));
  for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(verdicts[i].is_learning) << "also without a value";
  EXPECT_FALSE(verdicts[4].is_learning);
  EXPECT_EQ(verdicts[4].level, Level::warning);
  EXPECT_EQ(verdicts[5].value, 0);
}

TEST_F(Evaluate, WhatGrowsWithTheClockIsJudgedByTheClockAlone) {
  RuleSet const rules(
      {a_rule("age(model.accuracy)").id("age").above().warning(3600 * 3), a_rule().below().warning(0.1)});
  Evaluator evaluator(rules, history_);
  add(sample("model.accuracy", 0.7, 1));
  EXPECT_THAT(evaluator.judge(arrivals_), SizeIs(1));
  EXPECT_THAT(evaluator.judge_again(), SizeIs(1));
  auto const verdicts = evaluator.judge_by_clock(hour(5));
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_EQ(verdicts[0].rule, 0u);
  EXPECT_EQ(verdicts[0].at, hour(5));
  EXPECT_EQ(verdicts[0].level, Level::warning);
}

TEST_F(Evaluate, AnEditJudgesEveryResultAsOfItsNewestSample) {
  RuleSet const rules(
      {a_rule().id("each").below().warning(0.65), a_rule("max(model.accuracy) by ()").id("all").below().warning(0.1)});
  add(sample("model.accuracy", 0.7, 1, "btc"));
  add(sample("model.accuracy", 0.6, 3, "btc"));
  add(sample("model.accuracy", 0.6, 2, "eth"));
  history_.intern("model.accuracy", {{"model", "never seen"}});
  Evaluator evaluator(rules, history_);
  std::vector<TimePoint> instants;
  for (auto const& one : evaluator.judge_again()) instants.push_back(one.at);
  EXPECT_EQ(instants, (std::vector{hour(2), hour(3), hour(3)})) << "eth, btc, and the two together";
}

TEST_F(Evaluate, ManyRulesThatEachWantOneSeriesFindTheirOwn) {
  std::vector<Rule> all;
  for (int i = 0; i < 50; ++i) {
    auto const name = "m" + std::to_string(i);
    all.push_back(a_rule("model.accuracy{model=\"" + name + "\"}").id(name).below().warning(0.65));
    add(sample("model.accuracy", 0.6, i, name));
  }
  RuleSet const rules(all);
  Evaluator evaluator(rules, history_);
  auto const verdicts = evaluator.judge(arrivals_);
  ASSERT_THAT(verdicts, SizeIs(50));
  for (auto const& one : verdicts) EXPECT_EQ(evaluator.labels(one).get("model"), rules[one.rule].id);
}

}  // namespace
}  // namespace lapwing::rules
