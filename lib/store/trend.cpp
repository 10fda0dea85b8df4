// SPDX-License-Identifier: Apache-2.0
// What Store knows of the numbers behind an incident.
#include "store/store.hpp"

#include <algorithm>

namespace lapwing::store {

Result<alert::Trend> Store::trend(rules::Rule const& rule, Labels const& labels, TimePoint until) {
  auto const rules = rules::alone(rule);
  // What feeds the result agrees with it in the labels that both have.
  auto const is_of_another = [&](alert::SeriesName const& name) {
    return std::ranges::any_of(labels.pairs(), [&](auto const& pair) {
      auto const own = name.labels.get(pair.first);
      return !own.empty() && own != pair.second;
    });
  };
  auto const newest = load_history(rules, {until, until}, is_of_another);
  if (!newest) return newest.error();
  // The windows of the oldest values begin before the samples that are shown.
  auto const from = alert::trend_begins(rule, *newest, labels, until);
  auto const history = load_history(rules, {from, until}, is_of_another);
  if (!history) return history.error();
  return alert::trend_of(rule, *history, labels, until);
}

}  // namespace lapwing::store
