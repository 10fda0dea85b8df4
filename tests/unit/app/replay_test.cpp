// SPDX-License-Identifier: Apache-2.0
#include "app/replay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::app {
namespace {

using testing::ElementsAre;

rules::Rule a_rule(std::string_view watch) {
  rules::Rule rule;
  rule.id = "a";
  rule.watch = std::get<rules::Expression>(rules::parse_expression(watch));
  rule.when = rules::When::below;
  rule.bounds[std::size_t(Level::warning)] = rules::Bound{0.65, 0.65};
  return rule;
}

rules::RuleTest a_test(std::vector<std::optional<double>> values, std::vector<std::string> expect) {
  rules::RuleTest test;
  test.alert = "a";
  test.values = std::move(values);
  test.expect = std::move(expect);
  return test;
}

TEST(Replay, PlaysTheExampleOfTheContract) {
  auto rule = a_rule("model.accuracy");
  rule.recover = 0.67;
  rule.hold.runs = 2;
  std::vector const tests{a_test({0.72, 0.64, 0.71, 0.64, 0.63, std::nullopt, 0.66, 0.68},
                                 {"ok", "pending", "ok", "pending", "warning", "warning", "warning", "ok"})};
  auto const outcomes = play_tests(rules::RuleSet({rule}), tests);
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_TRUE(outcomes[0].passed()) << testing::PrintToString(outcomes[0].got);
}

TEST(Replay, TheSelectorsLabelsAreGivenToTheValues) {
  std::vector const tests{a_test({0.6}, {"warning"})};
  auto const outcomes = play_tests(rules::RuleSet({a_rule("model.accuracy{model=\"btc\"}")}), tests);
  EXPECT_THAT(outcomes.at(0).got, ElementsAre("warning"));
}

TEST(Replay, ATestThatCanNotBePlayedIsNotPassed) {
  std::vector const tests{a_test({0.6}, {"warning"})};
  auto const outcomes = play_tests(rules::RuleSet({a_rule("model.accuracy{model=~\"btc.+\"}")}), tests);
  EXPECT_FALSE(outcomes.at(0).passed());
  EXPECT_NE(outcomes.at(0).refused, "");
}

TEST(Replay, EachTestBeginsAnew) {
  std::vector const tests{a_test({0.6}, {"warning"}), a_test({0.7}, {"ok"})};
  auto const outcomes = play_tests(rules::RuleSet({a_rule("model.accuracy")}), tests);
  EXPECT_TRUE(outcomes.at(0).passed());
  EXPECT_TRUE(outcomes.at(1).passed());
}

}  // namespace
}  // namespace lapwing::app
