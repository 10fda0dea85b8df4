// SPDX-License-Identifier: Apache-2.0
#include "alert/trend.hpp"

#include "rules/evaluate.hpp"

#include <optional>
#include <set>

namespace lapwing::alert {
namespace {

constexpr std::size_t kPoints = 60;
constexpr std::size_t kSamplesByTheClock = 12;
constexpr std::int64_t kInstantsByTheClock = 120;

std::optional<rules::ResultId> result_with(rules::Results const& results, Labels const& labels) {
  for (rules::ResultId result = 0; result < results.size(); ++result) {
    if (results.labels(result) == labels) return result;
  }
  return std::nullopt;
}

/// Of the newest samples that feed the result, each once.
std::set<TimePoint> instants_of(rules::Results const& results, rules::ResultId result, series::History const& history,
                                TimePoint until, std::size_t count) {
  std::set<TimePoint> instants;
  for (auto const id : results.series_of(result)) {
    for (auto const& point : history.last(id, count, until)) instants.insert(point.at);
    while (instants.size() > count) instants.erase(instants.begin());
  }
  return instants;
}

std::size_t samples_of(rules::Rule const& rule) { return rule.watch.is_clocked() ? kSamplesByTheClock : kPoints; }

}  // namespace

Trend trend_of(rules::Rule const& rule, series::History const& history, Labels const& labels, TimePoint until) {
  Trend trend;
  trend.unit = rule.watch.unit;
  for (auto const level : kAlertLevels) {
    auto const& bound = rule.bounds[std::size_t(level)];
    if (!bound) continue;
    trend.thresholds.push_back({level, bound->low});
    if (bound->high != bound->low) trend.thresholds.push_back({level, bound->high});
  }
  auto const rules = rules::alone(rule);
  rules::Evaluator const evaluator(rules, history);
  auto const& results = evaluator.results(0);
  auto const result = result_with(results, labels);
  if (!result) return trend;
  auto instants = instants_of(results, *result, history, until, samples_of(rule));
  if (rule.watch.is_clocked() && !instants.empty()) {
    auto const first = *instants.begin();
    for (std::int64_t i = 1; i <= kInstantsByTheClock; ++i)
      instants.insert(first + (until - first) / kInstantsByTheClock * i);
  }
  for (auto const at : instants) {
    auto const value = results.value(history, *result, at);
    if (value.number && value.samples >= rule.min_samples) trend.points.push_back({at, *value.number});
  }
  return trend;
}

TimePoint trend_begins(rules::Rule const& rule, series::History const& history, Labels const& labels, TimePoint until) {
  auto const rules = rules::alone(rule);
  rules::Evaluator const evaluator(rules, history);
  auto const& results = evaluator.results(0);
  auto const result = result_with(results, labels);
  if (!result) return until;
  auto const instants = instants_of(results, *result, history, until, samples_of(rule));
  return instants.empty() ? until : *instants.begin();
}

}  // namespace lapwing::alert
