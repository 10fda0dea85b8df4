// SPDX-License-Identifier: Apache-2.0
#include "app/replay.hpp"

#include "alert/announce.hpp"

#include <algorithm>
#include <map>

namespace lapwing::app {
namespace {

TimePoint when(rules::RuleTest const& test, std::size_t step) {
  return TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}} + test.every * std::int64_t(step + 1);
}

/// What comes in at one step.
std::vector<rules::Arrival> bring(rules::RuleTest const& test, std::size_t step, series::History& history) {
  std::vector<rules::Arrival> arrivals;
  auto const at = when(test, step);
  for (auto const& input : test.inputs) {
    auto const& value = input.values[step];
    if (value) arrivals.push_back({history.add({input.metric, input.labels, *value, at, {}}), at});
  }
  return arrivals;
}

/// The labels of the result that is wanted; absent where there is none such.
std::optional<Labels> result_of(rules::RuleTest::Expectation const& wanted, rules::Results const& results) {
  for (rules::ResultId result = 0; result < results.size(); ++result) {
    auto const& labels = results.labels(result);
    bool const is_it = wanted.labels ? labels == *wanted.labels : results.size() == 1;
    if (is_it) return labels;
  }
  return std::nullopt;
}

std::string state_of(std::optional<Labels> const& labels, rules::Rule const& rule, alert::State const& state) {
  if (!labels) return std::string(kNoResult);
  auto const standing = state.standings.find({rule.id, *labels});
  return std::string(alert::describe(standing == state.standings.end() ? alert::Standing() : standing->second));
}

/// What one channel that hears every level is told of incidents. What is silenced is told afterwards, where it differs
/// from what was told before.
class Listener {
 public:
  void take(alert::Tick const& tick) {
    for (auto const& move : tick.transitions) {
      auto& known = incidents_[move.incident];
      known.labels = move.key.labels;
      known.level = move.to;
    }
  }

  /// "none", "critical", "recovered"; of several incidents all, with " and ".
  std::string hear(std::optional<Labels> const& labels) {
    std::string out;
    for (auto& [id, known] : incidents_) {
      if (known.level == known.told || known.labels != labels) continue;
      known.told = known.level;
      out += (out.empty() ? "" : " and ") + std::string(known.level == Level::ok ? "recovered" : name_of(known.level));
    }
    return out.empty() ? "none" : out;
  }

 private:
  struct Known {
    Labels labels;
    Level level = Level::ok;
    Level told = Level::ok;
  };
  std::map<alert::IncidentId, Known> incidents_;
};

TestOutcome play(rules::RuleTest const& test, rules::Rule const& rule) {
  std::vector<std::vector<std::string>> const nothing(test.expect.size());
  TestOutcome outcome{&test, nothing, nothing};
  auto const alone = rules::alone(rule);
  series::History history;
  for (auto const& input : test.inputs) history.intern(input.metric, input.labels);
  rules::Evaluator evaluator(alone, history);
  alert::State state;
  Listener listener;
  for (std::size_t step = 0; step < test.inputs.front().values.size(); ++step) {
    listener.take(alert::advance(state, evaluator, evaluator.judge(bring(test, step, history))));
    listener.take(alert::advance(state, evaluator, evaluator.judge_by_clock(when(test, step))));
    for (std::size_t i = 0; i < test.expect.size(); ++i) {
      auto const labels = result_of(test.expect[i], evaluator.results(0));
      outcome.got[i].push_back(state_of(labels, rule, state));
      if (test.expect[i].messages.empty()) continue;
      outcome.messages[i].push_back(test.is_silenced(step) ? "none" : listener.hear(labels));
    }
  }
  return outcome;
}

TestOutcome play(rules::RuleTest const& test, rules::EventRule const& rule) {
  series::History history;
  auto const steps = test.inputs.empty() ? 0 : test.inputs.front().values.size();
  for (std::size_t step = 0; step < steps; ++step) bring(test, step, history);
  auto event = *test.event;
  event.at = when(test, steps);
  return {&test, {}, {}, alert::is_of(rule, event) ? alert::text_of(rule, event, history) : ""};
}

}  // namespace

bool TestOutcome::passed() const {
  return told == test->told && std::ranges::equal(got, test->expect, {}, {}, &rules::RuleTest::Expectation::states) &&
         std::ranges::equal(messages, test->expect, {}, {}, &rules::RuleTest::Expectation::messages);
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
