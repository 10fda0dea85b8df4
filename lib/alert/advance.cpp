// SPDX-License-Identifier: Apache-2.0
#include "alert/advance.hpp"

#include "core/catalogue.hpp"
#include "rules/text_template.hpp"
#include "series/sparkline.hpp"

#include <algorithm>
#include <set>

namespace lapwing::alert {
namespace {

using rules::Rule;
using rules::Verdict;

constexpr std::size_t kSparklinePoints = 16;

/// What is wrong, in one sentence, where the operator wrote none.
std::string built_in_summary(Rule const& rule) {
  auto const* const metric = find_metric(rule.watch.selector.metric);
  std::string const meaning = metric == nullptr ? rule.watch.selector.metric : std::string(metric->meaning);
  if (rule.watch.function == nullptr) return meaning;
  return rule.watch.text + ": " + std::string(rule.watch.function->meaning) + " of " + meaning;
}

/// Counts the run in every level's streak that the verdict shows, and breaks the others.
void count(Standing& standing, Verdict const& verdict) {
  bool const is_new_run = verdict.at > standing.judged_at;
  for (auto const level : kAlertLevels) {
    auto& streak = standing.streaks[std::size_t(level)];
    if (verdict.level < level) {
      streak = {};
    } else if (streak.runs == 0) {
      streak = {1, verdict.at};
    } else if (is_new_run) {
      ++streak.runs;
    }
  }
  standing.judged_at = std::max(standing.judged_at, verdict.at);
}

/// The worst level that has shown for long enough; at the milder end, what the present value still shows.
Level established(Standing const& standing, Rule const& rule, Verdict const& verdict) {
  for (auto const level : {Level::critical, Level::warning, Level::info}) {
    auto const& streak = standing.streaks[std::size_t(level)];
    // An edit may have taken a level away: its streak says nothing any more.
    if (streak.runs == 0 || !rule.bounds[std::size_t(level)]) continue;
    bool const was_there = level <= standing.level;
    bool const long_enough = streak.runs >= rule.hold.runs && standing.judged_at - streak.since >= rule.hold.length;
    if (was_there || long_enough) return level;
  }
  // No level counts. An open incident stays at its mildest level until the rule clears.
  if (standing.level == Level::ok || verdict.clears) return Level::ok;
  for (auto const level : kAlertLevels) {
    if (rule.bounds[std::size_t(level)]) return std::min(level, standing.level);
  }
  return Level::ok;
}

/// Works on one tick: remembers which incidents it changed.
class Advance {
 public:
  Advance(State& state, rules::RuleSet const& rules, series::History const& history)
      : state_(state), rules_(rules), history_(history) {}

  void step(Verdict const& verdict) {
    auto const& rule = rules_[verdict.rule];
    Key const key{rule.id, history_.labels(verdict.series)};
    auto& standing = state_.standings[key];
    if (verdict.at < standing.judged_at) return;  // history that arrived late: the present is judged by what is newer
    count(standing, verdict);
    auto const level = established(standing, rule, verdict);
    if (level != standing.level)
      move(key, standing, rule, verdict, level);
    else if (standing.incident != 0)
      describe_value(state_.open.at(standing.incident), rule, verdict);
    if (standing.incident != 0) changed_.insert(standing.incident);
    touched_.insert(key);
  }

  Tick finish() {
    tick_.standings.assign(touched_.begin(), touched_.end());
    for (auto const id : changed_) {
      if (auto const open = state_.open.find(id); open != state_.open.end()) tick_.incidents.push_back(open->second);
    }
    return std::move(tick_);
  }

 private:
  void move(Key const& key, Standing& standing, Rule const& rule, Verdict const& verdict, Level level) {
    auto const from = std::exchange(standing.level, level);
    if (standing.incident == 0) {
      standing.incident = state_.next_id++;
      auto& incident = state_.open[standing.incident];
      incident.id = standing.incident;
      incident.key = key;
      incident.since = standing.streaks[std::size_t(level)].since;
    }
    auto& incident = state_.open.at(standing.incident);
    incident.level = level;
    incident.worst = std::max(incident.worst, level);
    incident.changed = verdict.at;
    describe_value(incident, rule, verdict);
    tick_.transitions.push_back({incident.id, key, from, level, verdict.at, incident.value});
    if (level == Level::ok) {
      incident.closed = verdict.at;
      incident.closed_because = "recovered";
      tick_.incidents.push_back(incident);
      changed_.erase(incident.id);
      state_.open.erase(standing.incident);
      standing.incident = 0;
    }
  }

  void describe_value(Incident& incident, Rule const& rule, Verdict const& verdict) {
    auto const bound = rule.bounds[std::size_t(incident.level)].value_or(rules::Bound{verdict.value, verdict.value});
    incident.value = format_beside(verdict.value, verdict.value < bound.low ? bound.low : bound.high, rule.watch.unit);
    // A recovered incident keeps the bound it was beyond: "68%, was below 65%".
    if (rule.bounds[std::size_t(incident.level)]) incident.threshold = threshold_text(rule, incident.level);
    incident.sparkline = series::sparkline(history_.last(verdict.series, kSparklinePoints, verdict.at));
    auto const newest = history_.last(verdict.series, 1, TimePoint::max());
    if (!newest.empty() && newest.front().at == verdict.at) {
      incident.note = history_.note(verdict.series);
      incident.links = history_.links(verdict.series);
    }
    rules::TemplateValues const values{incident.value, incident.threshold, rule.watch.selector.metric,
                                       incident.key.labels};
    incident.summary = Untrusted(rule.summary.empty() ? built_in_summary(rule) : render_template(rule.summary, values));
    incident.action = Untrusted(render_template(rule.action, values));
    incident.runbook = rule.runbook;
  }

  State& state_;
  rules::RuleSet const& rules_;
  series::History const& history_;
  Tick tick_;
  std::set<IncidentId> changed_;
  std::set<Key> touched_;
};

}  // namespace

bool Standing::is_pending() const {
  return std::ranges::any_of(kAlertLevels,
                             [&](Level one) { return one > level && streaks[std::size_t(one)].runs > 0; });
}

Tick advance(State& state, rules::RuleSet const& rules, series::History const& history,
             std::vector<Verdict> const& verdicts) {
  Advance work(state, rules, history);
  for (auto const& verdict : verdicts) work.step(verdict);
  return work.finish();
}

Tick close_removed(State& state, rules::RuleSet const& rules, TimePoint now) {
  Tick tick;
  std::erase_if(state.standings, [&](auto& entry) {
    auto const& [key, standing] = entry;
    auto const* const rule = rules.find(key.rule);
    if (rule != nullptr && rule->watch.selector.accepts(key.labels)) return false;
    tick.standings.push_back(key);
    if (auto const open = state.open.find(standing.incident); open != state.open.end()) {
      auto incident = std::move(open->second);
      state.open.erase(open);
      tick.transitions.push_back({incident.id, key, incident.level, Level::ok, now, incident.value});
      incident.level = Level::ok;
      incident.changed = now;
      incident.closed = now;
      incident.closed_because =
          rule == nullptr ? "the alert was removed from the configuration" : "the alert no longer watches this series";
      tick.incidents.push_back(std::move(incident));
    }
    return true;
  });
  return tick;
}

std::string_view describe(Standing const& standing) {
  if (standing.level == Level::ok && standing.is_pending()) return "pending";
  return name_of(standing.level);
}

}  // namespace lapwing::alert
