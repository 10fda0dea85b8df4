// SPDX-License-Identifier: Apache-2.0
#include "app/replay.hpp"

#include "alert/advance.hpp"

namespace lapwing::app {
namespace {

/// Labels that the alert's selector accepts, where `=` alone tells them.
Labels labels_for(rules::Selector const& selector) {
  Labels labels;
  for (auto const& matcher : selector.matchers) {
    if (matcher.op == rules::Matcher::Op::equal) labels.set(matcher.label, matcher.value);
  }
  return labels;
}

TestOutcome play(rules::RuleTest const& test, rules::Rule const& rule) {
  TestOutcome outcome{&test, {}, {}};
  auto const labels = labels_for(rule.watch.selector);
  if (!rule.watch.selector.accepts(labels)) {
    outcome.refused = "the alert's selector needs labels that a test's plain values do not have; use = in the selector";
    return outcome;
  }
  rules::RuleSet const alone({rule});
  series::History history(alone.horizon());
  alert::State state;
  TimePoint at{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
  for (auto const& value : test.values) {
    at += std::chrono::hours{1};
    if (value) {
      rules::Arrival const arrival{history.add({rule.watch.selector.metric, labels, *value, at, {}}), at};
      alert::advance(state, alone, history, rules::evaluate(alone, history, {&arrival, 1}));
    }
    outcome.got.emplace_back(alert::describe(state.standings[{rule.id, labels}]));
  }
  return outcome;
}

}  // namespace

std::vector<TestOutcome> play_tests(rules::RuleSet const& rules, std::vector<rules::RuleTest> const& tests) {
  std::vector<TestOutcome> outcomes;
  for (auto const& test : tests) {
    if (auto const* const rule = rules.find(test.alert)) outcomes.push_back(play(test, *rule));
  }
  return outcomes;
}

}  // namespace lapwing::app
