// SPDX-License-Identifier: Apache-2.0
#include "alert/edits.hpp"

#include "alert/no_data.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace lapwing::alert {
namespace {

std::string why_gone(rules::Rule const* rule) {
  if (rule == nullptr) return "the alert was removed from the configuration";
  return rule->is_enabled ? "the alert no longer watches this series" : "the alert was disabled";
}

/// Moves what stands under an alert's former id to its new one. Nothing happened: there is no transition.
Tick rename(State& state, rules::RuleSet const& rules) {
  Tick tick;
  for (auto const& rule : rules.all()) {
    if (rule.was.empty()) continue;
    for (auto found = state.standings.lower_bound({rule.was, {}});
         found != state.standings.end() && found->first.rule == rule.was;) {
      Key const key{rule.id, found->first.labels};
      auto const [place, is_new] = state.standings.try_emplace(key, found->second);
      if (!is_new) {  // the new id has a life of its own already: what stands under the old one is closed as removed
        ++found;
        continue;
      }
      tick.standings.push_back(found->first);
      tick.standings.push_back(key);
      if (auto const open = state.open.find(found->second.incident); open != state.open.end()) {
        open->second.key = key;
        tick.incidents.push_back(open->second);
      }
      found = state.standings.erase(found);
    }
  }
  return tick;
}

/// The edit in words; "" for an alert that is new or was not edited.
std::string edit_of(Key const& key, std::optional<Edits> const& edits) {
  if (!edits) return "the alert was edited while Lapwing was not running";
  auto const found = edits->find(key.rule);
  return found == edits->end() ? "" : "the alert was edited: " + found->second;
}

Tick close_removed(State& state, rules::Evaluator const& evaluator, TimePoint now) {
  std::set<Key> judged;
  for (std::size_t i = 0; i < evaluator.rules().all().size(); ++i) {
    auto const& results = evaluator.results(i);
    for (rules::ResultId result = 0; result < results.size(); ++result)
      judged.insert({evaluator.rules()[i].id, results.labels(result)});
  }
  Tick tick;
  std::erase_if(state.standings, [&](auto& entry) {
    auto const& [key, standing] = entry;
    if (key.rule == kNoData || judged.contains(key)) return false;
    tick.standings.push_back(key);
    if (state.open.contains(standing.incident))
      end_incident(state, standing.incident, why_gone(evaluator.rules().find(key.rule)), now, tick);
    return true;
  });
  return tick;
}

Tick rejudge(State& state, rules::Evaluator& evaluator, std::optional<Edits> const& edits, TimePoint now) {
  std::set<Key> judged_before;
  for (auto const& [key, standing] : state.standings) judged_before.insert(key);
  auto tick = advance(state, evaluator, evaluator.judge_again());
  std::map<IncidentId, std::string> moved;
  for (auto const& move : tick.transitions) {
    if (judged_before.contains(move.key)) moved.emplace(move.incident, edit_of(move.key, edits));
  }
  for (auto& incident : tick.incidents) {
    auto const why = moved.find(incident.id);
    if (why == moved.end() || why->second.empty()) continue;
    incident.edit = why->second;
    incident.changed = now;
    if (incident.closed) {
      incident.closed = now;
      incident.closed_because = incident.edit;
    } else {
      state.open.at(incident.id) = incident;
    }
  }
  return tick;
}

/// What came later is added; of an incident that changed twice, the later state.
void add(Tick& tick, Tick later) {
  std::ranges::move(later.standings, std::back_inserter(tick.standings));
  std::ranges::move(later.transitions, std::back_inserter(tick.transitions));
  for (auto& incident : later.incidents) {
    std::erase_if(tick.incidents, [&](auto const& one) { return one.id == incident.id; });
    tick.incidents.push_back(std::move(incident));
  }
}

}  // namespace

Tick take_edits(State& state, rules::Evaluator& evaluator, std::optional<Edits> const& edits, TimePoint now) {
  auto tick = rename(state, evaluator.rules());
  add(tick, close_removed(state, evaluator, now));
  add(tick, rejudge(state, evaluator, edits, now));
  return tick;
}

}  // namespace lapwing::alert
