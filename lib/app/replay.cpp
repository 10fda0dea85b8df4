// SPDX-License-Identifier: Apache-2.0
#include "app/replay.hpp"

#include "alert/announce.hpp"

#include <algorithm>

namespace lapwing::app {
namespace {

TimePoint hour(std::size_t step) {
  return TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}} + std::chrono::hours{step + 1};
}

/// What comes in at one step.
std::vector<rules::Arrival> bring(rules::RuleTest const& test, std::size_t step, series::History& history) {
  std::vector<rules::Arrival> arrivals;
  for (auto const& input : test.inputs) {
    auto const& value = input.values[step];
    if (value) arrivals.push_back({history.add({input.metric, input.labels, *value, hour(step), {}}), hour(step)});
  }
  return arrivals;
}

std::string state_of(rules::RuleTest::Expectation const& wanted, rules::Rule const& rule, rules::Results const& results,
                     alert::State const& state) {
  for (rules::ResultId result = 0; result < results.size(); ++result) {
    auto const& labels = results.labels(result);
    bool const is_it = wanted.labels ? labels == *wanted.labels : results.size() == 1;
    if (!is_it) continue;
    auto const standing = state.standings.find({rule.id, labels});
    return std::string(alert::describe(standing == state.standings.end() ? alert::Standing() : standing->second));
  }
  return std::string(kNoResult);
}

TestOutcome play(rules::RuleTest const& test, rules::Rule const& rule) {
  TestOutcome outcome{&test, std::vector<std::vector<std::string>>(test.expect.size()), ""};
  rules::RuleSet const alone({rule});
  series::History history;
  for (auto const& input : test.inputs) history.intern(input.metric, input.labels);
  rules::Evaluator evaluator(alone, history);
  alert::State state;
  for (std::size_t step = 0; step < test.inputs.front().values.size(); ++step) {
    alert::advance(state, evaluator, evaluator.judge(bring(test, step, history)));
    alert::advance(state, evaluator, evaluator.judge_by_clock(hour(step)));
    for (std::size_t i = 0; i < test.expect.size(); ++i)
      outcome.got[i].push_back(state_of(test.expect[i], rule, evaluator.results(0), state));
  }
  return outcome;
}

TestOutcome play(rules::RuleTest const& test, rules::EventRule const& rule) {
  series::History history;
  auto const steps = test.inputs.empty() ? 0 : test.inputs.front().values.size();
  for (std::size_t step = 0; step < steps; ++step) bring(test, step, history);
  auto event = *test.event;
  event.at = hour(steps);
  return {&test, {}, alert::is_of(rule, event) ? alert::text_of(rule, event, history) : ""};
}

}  // namespace

bool TestOutcome::passed() const {
  return told == test->told &&
         std::ranges::equal(got, test->expect, {}, {}, [](auto const& wanted) { return wanted.states; });
}

std::vector<TestOutcome> play_tests(rules::RuleSet const& rules, std::vector<rules::RuleTest> const& tests) {
  std::vector<TestOutcome> outcomes;
  for (auto const& test : tests) {
    if (auto const* const rule = rules.find(test.alert)) outcomes.push_back(play(test, *rule));
    if (auto const* const rule = rules.find_event_rule(test.alert)) outcomes.push_back(play(test, *rule));
  }
  return outcomes;
}

}  // namespace lapwing::app
