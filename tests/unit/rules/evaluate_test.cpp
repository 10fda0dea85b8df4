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
    for (auto const& one : evaluate(rules, history_, arrivals_)) {
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
  auto const verdicts = evaluate(rules, history_, arrivals_);
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_EQ(history_.labels(verdicts[0].series).get("model"), "eth");
}

TEST_F(Evaluate, AWindowThatHoldsTooLittleYieldsNoVerdict) {
  RuleSet const rules({a_rule("drop(model.accuracy, last 5 runs)").above().warning(0.05)});
  add(sample("model.accuracy", 0.7, 1));
  EXPECT_THAT(evaluate(rules, history_, arrivals_), IsEmpty());
  add(sample("model.accuracy", 0.6, 2));
  auto const verdicts = evaluate(rules, history_, arrivals_);
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_EQ(verdicts[0].level, Level::warning);
  EXPECT_NEAR(verdicts[0].value, 0.1, 1e-12);
  EXPECT_FALSE(verdicts[0].clears);
}

TEST_F(Evaluate, WithoutRulesOrArrivalsThereIsNothingToSay) {
  EXPECT_THAT(evaluate(RuleSet(), history_, arrivals_), IsEmpty());
  add(sample("model.accuracy", 0.7, 1));
  EXPECT_THAT(evaluate(RuleSet(), history_, arrivals_), IsEmpty());
  EXPECT_THAT(evaluate(RuleSet({a_rule().below().warning(1)}), history_, {}), IsEmpty());
}

TEST_F(Evaluate, TheNewestSampleOfEverySeriesIsWhatAnEditJudgesAgain) {
  add(sample("model.accuracy", 0.7, 1));
  add(sample("model.accuracy", 0.6, 3));
  add(sample("model.f1", 0.6, 2));
  history_.intern("model.age", {});
  auto const again = newest(history_);
  ASSERT_THAT(again, SizeIs(2));
  EXPECT_EQ(again[0].at, hour(3));
  EXPECT_EQ(again[1].at, hour(2));
}

}  // namespace
}  // namespace lapwing::rules
