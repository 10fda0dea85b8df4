// SPDX-License-Identifier: Apache-2.0
#include "alert/no_data.hpp"

#include "alert/blindness.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace lapwing::alert {
namespace {

constexpr std::size_t kNamed = 5;

std::string name_of(SeriesName const& series) { return series.metric + series.labels.to_string(); }

std::string figure(std::size_t number) { return std::to_string(number) + " series"; }

std::string summary_of(std::string const& poller, std::vector<Missing> const& missing) {
  std::string out = figure(missing.size()) + " that '" + poller + "' used to bring " +
                    (missing.size() == 1 ? "is" : "are") + " missing: ";
  for (std::size_t i = 0; i < std::min(missing.size(), kNamed); ++i) {
    auto const& [name, origin, level, alerts] = missing[i];
    out += (i == 0 ? "" : ", ") + name_of(name) + " since " + format_utc(origin.newest);
  }
  if (missing.size() > kNamed) out += ", and " + std::to_string(missing.size() - kNamed) + " more";
  return out;
}

std::string note_of(std::vector<Missing> const& missing) {
  std::set<std::string> alerts;
  for (auto const& one : missing) alerts.insert(one.alerts.begin(), one.alerts.end());
  std::string out = "Watched by ";
  std::size_t named = 0;
  for (auto const& alert : alerts) {
    if (named == kNamed) return out + " and " + std::to_string(alerts.size() - kNamed) + " more";
    out += (named++ == 0 ? "" : ", ") + alert;
  }
  return out;
}

/// Moves an incident of the state to a level that is not ok.
void move(State& state, Standing& standing, Level to, TimePoint now, Tick& tick) {
  auto& incident = state.open.at(standing.incident);
  tick.transitions.push_back({incident.id, incident.key, incident.level, to, now, incident.value});
  standing.level = to;
  incident.level = to;
  incident.worst = std::max(incident.worst, to);
  incident.changed = now;
}

/// The alerts with the series that they look at, by the names of all series there are.
class Watched {
 public:
  Watched(rules::RuleSet const& rules, Origins const& origins)
      : names_(watched_names(rules, origins)), evaluator_(rules, names_) {}

  /// Of an alert's result; absent where not every series of it is vanished, or none is known.
  std::optional<std::string> vanished_with(Key const& key, Origins const& origins, PollerTypes const& pollers) const {
    std::optional<std::string> source;
    for (auto const id : series_behind(evaluator_, key)) {
      SeriesName const name{names_.metric(id), names_.labels(id)};
      auto const* const origin = origins.find(name);
      if (origin == nullptr || !is_vanished(name, *origin, pollers)) return std::nullopt;
      source = origin->poller;
    }
    return source;
  }

 private:
  series::History names_;
  rules::Evaluator evaluator_;
};

}  // namespace

std::vector<Missing> find_missing(rules::RuleSet const& rules,
                                  std::vector<std::pair<SeriesName, Origin>> const& missed) {
  std::map<std::string, std::vector<Missing>, std::less<>> by_metric;
  for (auto const& [name, origin] : missed) by_metric[name.metric].push_back({name, origin, Level::ok, {}});
  for (auto const& rule : rules.all()) {
    for (auto const* const source : rule.watch.sources()) {
      auto const found = by_metric.find(source->selector.metric);
      if (found == by_metric.end()) continue;
      for (auto& one : found->second) {
        auto const level = rules::level_of(rule.no_data, std::size_t(one.origin.missed));
        if (level == Level::ok || !source->selector.accepts(one.name.labels)) continue;
        one.level = std::max(one.level, level);
        one.alerts.push_back(rule.id);
      }
    }
  }
  std::vector<Missing> out;
  for (auto& [metric, all] : by_metric) {
    std::ranges::copy_if(all, std::back_inserter(out), [](Missing const& one) { return one.level != Level::ok; });
  }
  return out;
}

Tick tell_missing(State& state, std::string const& poller, std::string const& type, std::vector<Missing> const& missing,
                  TimePoint now) {
  Tick tick;
  Key const key{std::string(kNoData), {{"poller", poller}, {"type", type}}};
  auto const known = state.standings.find(key);
  if (missing.empty() && known == state.standings.end()) return tick;
  auto& standing = state.standings[key];
  auto level = Level::ok;
  for (auto const& one : missing) level = std::max(level, one.level);
  if (level == Level::ok) {
    end_incident(state, standing.incident, "recovered", now, tick);
    state.standings.erase(key);
    tick.standings.push_back(key);
    return tick;
  }
  standing.judged_at = now;
  if (standing.incident == 0) {
    standing.incident = state.next_id++;
    auto& incident = state.open[standing.incident];
    incident.id = standing.incident;
    incident.key = key;
    incident.since = std::ranges::min(missing, {}, [](Missing const& one) { return one.origin.newest; }).origin.newest;
  }
  auto& incident = state.open.at(standing.incident);
  auto const before = incident;
  incident.value = figure(missing.size());
  incident.summary = Untrusted(summary_of(poller, missing));
  incident.note = Untrusted(note_of(missing));
  incident.action = Untrusted(
      "See whether the source still writes them. If they are gone for good, set `no_data: off` for the alerts that "
      "watch them.");
  if (level != standing.level) {
    move(state, standing, level, now, tick);
    tick.standings.push_back(key);
  }
  if (incident != before) tick.incidents.push_back(incident);
  return tick;
}

Tick close_vanished(State& state, rules::RuleSet const& rules, Origins const& origins, PollerTypes const& pollers,
                    TimePoint now) {
  Tick tick;
  auto const forget = [&](auto at, std::string const& poller) {
    auto const why = "the source '" + poller + "' is no longer in the configuration";
    if (at->second.incident != 0) end_incident(state, at->second.incident, why, now, tick);
    tick.standings.push_back(at->first);
    return state.standings.erase(at);
  };
  bool const any = std::ranges::any_of(
      origins.all(), [&](auto const& entry) { return is_vanished(entry.first, entry.second, pollers); });
  std::optional<Watched> watched;
  if (any) watched.emplace(rules, origins);
  for (auto at = state.standings.begin(); at != state.standings.end();) {
    auto const& key = at->first;
    std::optional<std::string> gone;
    if (key.rule == kNoData) {
      auto const poller = pollers.find(std::string(key.labels.get("poller")));
      if (poller == pollers.end() || poller->second != key.labels.get("type")) gone = key.labels.get("poller");
    } else if (watched) {
      gone = watched->vanished_with(key, origins, pollers);
    }
    at = gone ? forget(at, *gone) : std::next(at);
  }
  return tick;
}

}  // namespace lapwing::alert
