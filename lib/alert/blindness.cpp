// SPDX-License-Identifier: Apache-2.0
#include "alert/blindness.hpp"

#include "core/catalogue.hpp"

#include <algorithm>

namespace lapwing::alert {
namespace {

bool is_of_itself(std::string const& metric) {
  auto const* const known = find_metric(metric);
  return known != nullptr && known->source == "every poller";
}

}  // namespace

series::History watched_names(rules::RuleSet const& rules, Origins const& origins) {
  series::History names;
  for (auto const& [name, origin] : origins.all()) {
    if (rules.horizon(name.metric)) names.intern(name.metric, name.labels);
  }
  return names;
}

std::vector<series::SeriesId> series_behind(rules::Evaluator const& evaluator, Key const& key) {
  auto const* const rule = evaluator.rules().find(key.rule);
  if (rule == nullptr || !rule->is_enabled) return {};
  auto const& results = evaluator.results(std::size_t(rule - evaluator.rules().all().data()));
  for (rules::ResultId result = 0; result < results.size(); ++result) {
    if (results.labels(result) == key.labels) return results.series_of(result);
  }
  return {};
}

std::set<std::string> pollers_behind(rules::Evaluator const& evaluator, Origins const& origins, Key const& key) {
  std::set<std::string> pollers;
  auto const& history = evaluator.history();
  for (auto const id : series_behind(evaluator, key)) {
    if (is_of_itself(history.metric(id))) continue;
    auto const* const origin = origins.find({history.metric(id), history.labels(id)});
    if (origin != nullptr && !origin->poller.empty()) pollers.insert(origin->poller);
  }
  return pollers;
}

std::set<std::string> unreadable_pollers(State const& state) {
  std::set<std::string> pollers;
  for (auto at = state.standings.lower_bound({std::string(kSourceUnreadable), {}}); at != state.standings.end(); ++at) {
    if (at->first.rule != kSourceUnreadable) break;
    if (at->second.level != Level::ok) pollers.emplace(at->first.labels.get("poller"));
  }
  return pollers;
}

bool is_blind(rules::Evaluator const& evaluator, Origins const& origins, State const& state, Incident const& incident) {
  // What samples show is true whatever else the source does not bring; only the clock goes on without them.
  auto const* const rule = evaluator.rules().find(incident.key.rule);
  if (rule == nullptr || !rule->watch.is_clocked()) return false;
  auto const unreadable = unreadable_pollers(state);
  if (unreadable.empty()) return false;
  auto const behind = pollers_behind(evaluator, origins, incident.key);
  return std::ranges::any_of(behind, [&](auto const& one) { return unreadable.contains(one); });
}

}  // namespace lapwing::alert
