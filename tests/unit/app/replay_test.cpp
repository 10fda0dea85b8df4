// SPDX-License-Identifier: Apache-2.0
#include "app/replay.hpp"

#include "rules/rule_file.hpp"

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

rules::RuleTest a_test(std::vector<std::optional<double>> values, std::vector<std::string> expect, Labels labels = {}) {
  rules::RuleTest test;
  test.alert = "a";
  test.inputs.push_back({"model.accuracy", std::move(labels), std::move(values)});
  test.expect.push_back({std::nullopt, std::move(expect)});
  return test;
}

/// The outcomes of the tests of an alert file.
struct Played {
  std::vector<rules::RuleTest> tests;
  std::vector<TestOutcome> outcomes;
};

Played play(std::string_view yaml) {
  config::Problems problems;
  Redactor redactor;
  config::References references([](std::string const&) { return std::string(); }, redactor);
  rules::RuleFileReader reader({problems, references, nullptr});
  auto const document = config::parse_yaml(yaml, "a.yaml", problems);
  if (document) reader.read(*document);
  reader.finish();
  if (!problems.empty()) throw std::invalid_argument(problems.to_string());
  Played played{reader.take_tests(), {}};
  played.outcomes = play_tests(rules::RuleSet(reader.take_rules(), reader.take_events()), played.tests);
  return played;
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

TEST(Replay, WhatDiffersIsNotPassed) {
  std::vector const tests{a_test({0.6, 0.7}, {"warning", "warning"})};
  auto const outcomes = play_tests(rules::RuleSet({a_rule("model.accuracy")}), tests);
  EXPECT_FALSE(outcomes.at(0).passed());
  EXPECT_THAT(outcomes.at(0).got.at(0), ElementsAre("warning", "ok"));
}

TEST(Replay, WhatIsToldIsPlayedTooAndASilenceHoldsItBack) {
  auto const played = play(R"yaml(
alerts: {a: {watch: model.accuracy, when: below, warning: 65%, critical: 55%, for: 2 runs}}
tests:
  - {name: told, alert: a, values: [70%, 60%, 60%, 50%, 50%, 70%], expect: [ok, pending, warning, warning, critical, ok],
     messages: [none, none, warning, none, critical, recovered]}
  - {name: what is left, alert: a, values: [70%, 50%, 50%, 50%, 70%], expect: [ok, pending, critical, critical, ok],
     silences: [2..3], messages: [none, none, none, critical, recovered]}
  - {name: come and gone, alert: a, values: [50%, 50%, 70%, 70%], expect: [pending, critical, ok, ok],
     silences: [1, 2, 3], messages: [none, none, none, none]}
  - {name: recovered meanwhile, alert: a, values: [50%, 50%, 70%, 70%], expect: [pending, critical, ok, ok],
     silences: [3], messages: [none, critical, none, recovered]}
  - {name: wrong, alert: a, values: [50%, 50%], expect: [pending, critical], messages: [none, warning]}
)yaml");
  std::vector<bool> passed;
  for (auto const& one : played.outcomes) passed.push_back(one.passed());
  EXPECT_THAT(passed, ElementsAre(true, true, true, true, false));
  EXPECT_THAT(played.outcomes[4].messages.at(0), ElementsAre("none", "critical"));
}

TEST(Replay, RunsLieAsFarApartAsTheTestSays) {
  auto const played = play(R"yaml(
alerts: {a: {watch: 'count(model.accuracy, 2d)', when: above, warning: 2}}
tests:
  - {name: hours, alert: a, values: [70%, 70%, 70%], expect: [ok, ok, warning]}
  - {name: days, alert: a, every: 1d, values: [70%, 70%, 70%], expect: [ok, ok, ok]}
)yaml");
  EXPECT_TRUE(played.outcomes.at(0).passed());
  EXPECT_TRUE(played.outcomes.at(1).passed()) << testing::PrintToString(played.outcomes[1].got);
}

TEST(Replay, TheTestsOfADisabledAlertAreStillPlayed) {
  auto const played = play(R"yaml(
alerts: {a: {watch: model.accuracy, when: below, warning: 65%, enabled: false}}
tests: [{name: n, alert: a, values: [60%], expect: [ok]}]
)yaml");
  ASSERT_EQ(played.outcomes.size(), 1u);
  EXPECT_FALSE(played.outcomes[0].passed());
}

TEST(Replay, TheSelectorsLabelsAreGivenToTheValues) {
  auto const played = play(R"yaml(
alerts: {a: {watch: 'model.accuracy{model="btc"}', when: below, warning: 65%}}
tests: [{name: n, alert: a, values: [60%, 70%], expect: [warning, ok]}]
)yaml");
  EXPECT_EQ(played.tests.at(0).inputs.at(0).labels, (Labels{{"model", "btc"}}));
  EXPECT_TRUE(played.outcomes.at(0).passed());
}

TEST(Replay, EachTestBeginsAnew) {
  std::vector const tests{a_test({0.6}, {"warning"}), a_test({0.7}, {"ok"})};
  auto const outcomes = play_tests(rules::RuleSet({a_rule("model.accuracy")}), tests);
  EXPECT_TRUE(outcomes.at(0).passed());
  EXPECT_TRUE(outcomes.at(1).passed());
}

TEST(Replay, SeveralSeriesComeTogetherAndEachResultHasItsState) {
  auto const played = play(R"yaml(
alerts: {failing: {watch: streak(run.success == 0) by (workflow), when: above, critical: 1}}
tests:
  - name: one failing workflow of two
    alert: failing
    series:
      run.success{workflow="CI", branch="main"}: [100%, 0%, missing, 0%]
      run.success{workflow="CI", branch="dev"}: [missing, missing, 0%, missing]
      run.success{workflow="CD"}: [100%, 100%, 100%, 100%]
    expect: {'{workflow="CI"}': [ok, ok, critical, critical], '{workflow="CD"}': [ok, ok, ok, ok]}
)yaml");
  EXPECT_TRUE(played.outcomes.at(0).passed()) << testing::PrintToString(played.outcomes[0].got);
}

TEST(Replay, AResultThatThereIsNotPassesNoTest) {
  auto const played = play(R"yaml(
alerts: {failing: {watch: streak(run.success == 0) by (workflow), when: above, critical: 1}}
tests:
  - {name: n, alert: failing, series: {'run.success{workflow="CI"}': [100%]}, expect: {'{workflow="ci"}': [ok]}}
)yaml");
  EXPECT_THAT(played.outcomes.at(0).got.at(0), ElementsAre(kNoResult));
  EXPECT_FALSE(played.outcomes.at(0).passed());
}

TEST(Replay, AnAgeGrowsWithTheStepsAlsoWhereAValueIsMissing) {
  auto const played = play(R"yaml(
alerts: {stale: {watch: age(model.accuracy), when: above, warning: 2h}}
tests: [{name: n, alert: stale, values: [70%, missing, missing, missing, 70%], expect: [ok, ok, ok, warning, ok]}]
)yaml");
  EXPECT_TRUE(played.outcomes.at(0).passed()) << testing::PrintToString(played.outcomes[0].got);
}

TEST(Replay, TooFewSamplesAreLearning) {
  auto const played = play(R"yaml(
alerts: {a: {watch: "mean(run.success, last 50 runs) by (workflow)", when: below, warning: 90%, min_samples: 3}}
tests: [{name: n, alert: a, values: [0%, 0%, 0%], expect: [learning, learning, warning]}]
)yaml");
  EXPECT_TRUE(played.outcomes.at(0).passed()) << testing::PrintToString(played.outcomes[0].got);
}

TEST(Replay, AnEventTellsItsTextOrNothing) {
  auto const played = play(R"yaml(
alerts:
  training-complete:
    on: run.completed{workflow="Scheduled Training", conclusion="success"}
    info: "Run {fields.run}: accuracy {model.accuracy}, F1 {model.f1}"
tests:
  - name: told with its numbers
    alert: training-complete
    event: {type: run.completed, labels: {workflow: Scheduled Training, conclusion: success}, fields: {run: "42"}}
    series: {'model.accuracy{model="btc"}': [70%, 73%]}
    expect: "Run 42: accuracy 73%, F1 n/a"
  - name: a failed one is not
    alert: training-complete
    event: {type: run.completed, labels: {workflow: Scheduled Training, conclusion: failure}}
    expect: nothing
  - name: this one expects too much
    alert: training-complete
    event: {type: run.completed, labels: {workflow: CI, conclusion: success}}
    expect: something
)yaml");
  EXPECT_EQ(played.outcomes.at(0).told, "Run 42: accuracy 73%, F1 n/a");
  EXPECT_TRUE(played.outcomes.at(0).passed());
  EXPECT_TRUE(played.outcomes.at(1).passed());
  EXPECT_FALSE(played.outcomes.at(2).passed());
}

}  // namespace
}  // namespace lapwing::app
