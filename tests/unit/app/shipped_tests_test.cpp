// SPDX-License-Identifier: Apache-2.0
#include "app/shipped_tests.hpp"

#include "rules/rule_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kShipped = R"(alerts:
  accuracy: {watch: model.accuracy, when: below, warning: 65%}
  trained: {on: model.trained, info: "{labels.model} is new"}
tests:
  - {name: 65 % is good enough, alert: accuracy, values: [65%, 64%], expect: [ok, warning]}
  - {name: it is told, alert: trained, event: {type: model.trained, labels: {model: m}}, expect: "m is new"}
)";

std::string edited(std::string_view from, std::string_view to) {
  std::string out(kShipped);
  return out.replace(out.find(from), from.size(), to);
}

class ShippedTests : public testing::Test {
 protected:
  std::vector<TestOutcome> play(std::string const& yaml) {
    config::Problems problems;
    Redactor redactor;
    config::References references([](std::string const&) { return std::string(); }, redactor);
    rules::RuleFileReader reader({problems, references, nullptr});
    reader.read(*config::parse_yaml(yaml, "a.yaml", problems));
    reader.finish();
    EXPECT_TRUE(problems.empty()) << problems.to_string();
    rules::RuleSet const rules(reader.take_rules(), reader.take_events());
    tests_ = reader.take_tests();
    auto outcomes = play_tests(rules, tests_);
    excuse_shipped(outcomes, rules, kShipped);
    return outcomes;
  }

 private:
  std::vector<rules::RuleTest> tests_;
};

TEST_F(ShippedTests, AnEditedThresholdExcusesTheShippedTestOfItsAlertAlone) {
  auto const outcomes = play(edited("warning: 65%", "warning: 70%"));
  EXPECT_FALSE(outcomes[0].passed());
  EXPECT_FALSE(outcomes[0].failed());
  EXPECT_EQ(outcomes[0].edited, "warning 65% -> 70%");
  EXPECT_TRUE(outcomes[1].passed());
  EXPECT_THAT(describe_excused(outcomes), ElementsAre(HasSubstr("accuracy is not as it was shipped (warning 65% -> 70%"
                                                                "): its shipped test at a.yaml:5:5 holds no more")));
}

TEST_F(ShippedTests, SoDoesAnEditedText) {
  auto const outcomes = play(edited("is new", "was trained"));
  EXPECT_FALSE(outcomes[1].failed());
  EXPECT_THAT(outcomes[1].edited, HasSubstr("text changed"));
}

TEST_F(ShippedTests, ATestThatWasEditedTooIsTheUsersOwn) {
  auto yaml = edited("warning: 65%", "warning: 70%");
  yaml.replace(yaml.find("[65%, 64%]"), 10, "[66%, 64%]");
  EXPECT_TRUE(play(yaml)[0].failed());
}

TEST_F(ShippedTests, AWrongTestBesideAnUntouchedAlertFails) {
  EXPECT_TRUE(play(edited("expect: [ok, warning]", "expect: [ok, ok]"))[0].failed());
}

TEST_F(ShippedTests, WhatPassesIsNotSpokenOf) {
  EXPECT_THAT(describe_excused(play(edited("warning: 65%", "warning: 64.5%"))), IsEmpty());
}

}  // namespace
}  // namespace lapwing::app
