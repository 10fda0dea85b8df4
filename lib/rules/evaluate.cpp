// SPDX-License-Identifier: Apache-2.0
#include "rules/evaluate.hpp"

#include <algorithm>
#include <tuple>

namespace lapwing::rules {

std::vector<Verdict> evaluate(RuleSet const& rules, series::History const& history, std::span<Arrival const> arrivals) {
  std::vector<Verdict> verdicts;
  for (auto const& arrival : arrivals) {
    for (auto const index : rules.watching(history.metric(arrival.series))) {
      auto const& rule = rules[index];
      if (!rule.watch.selector.accepts(history.labels(arrival.series))) continue;
      auto const value = value_of(rule.watch, history, arrival.series, arrival.at);
      if (!value) continue;
      verdicts.push_back({index, arrival.series, arrival.at, level_of(rule, *value), clears(rule, *value), *value});
    }
  }
  std::ranges::stable_sort(verdicts, {}, [](Verdict const& v) { return std::tuple(v.at, v.rule, v.series); });
  return verdicts;
}

std::vector<Arrival> newest(series::History const& history) {
  std::vector<Arrival> arrivals;
  for (series::SeriesId id = 0; id < history.size(); ++id) {
    auto const last = history.last(id, 1, TimePoint::max());
    if (!last.empty()) arrivals.push_back({id, last.front().at});
  }
  return arrivals;
}

}  // namespace lapwing::rules
