// SPDX-License-Identifier: Apache-2.0
#include "alert/advance.hpp"

#include "alert/no_data.hpp"
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
  auto const* const samples = std::get_if<rules::Samples>(&rule.watch.whole().what);
  if (samples == nullptr) return rule.watch.text;
  auto const* const metric = find_metric(samples->selector.metric);
  std::string const meaning = metric == nullptr ? samples->selector.metric : std::string(metric->meaning);
  if (samples->function == nullptr) return meaning;
  if (samples->condition) return rule.watch.text + ": " + std::string(samples->function->meaning);
  return rule.watch.text + ": " + std::string(samples->function->meaning) + " of " + meaning;
}

/// Counts the run in every level's streak that the verdict shows, and breaks the others. What the clock alone has
/// changed is no run.
void count(Standing& standing, Rule const& rule, Verdict const& verdict) {
  bool const is_new_run = verdict.at > standing.judged_at && !rule.watch.is_clocked();
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
  Advance(State& state, rules::Evaluator const& evaluator) : state_(state), evaluator_(evaluator) {}

  void step(Verdict const& verdict) {
    auto const& rule = evaluator_.rules()[verdict.rule];
    Key const key{rule.id, evaluator_.labels(verdict)};
    auto const [place, is_new] = state_.standings.try_emplace(key);
    auto& standing = place->second;
    if (verdict.at < standing.judged_at) return;  // history that arrived late: the present is judged by what is newer
    auto const before = standing;
    standing.is_learning = verdict.is_learning;
    if (verdict.is_learning) {
      standing.judged_at = verdict.at;
    } else {
      count(standing, rule, verdict);
      judge(key, standing, rule, verdict);
    }
    // That the clock has gone on is not worth a transaction.
    bool const is_same = !is_new && standing.level == before.level && standing.streaks == before.streaks &&
                         standing.incident == before.incident && standing.is_learning == before.is_learning;
    if (!is_same || (standing.judged_at != before.judged_at && !rule.watch.is_clocked())) touched_.insert(key);
  }

  Tick finish() {
    tick_.standings.assign(touched_.begin(), touched_.end());
    for (auto const id : changed_) {
      if (auto const open = state_.open.find(id); open != state_.open.end()) tick_.incidents.push_back(open->second);
    }
    return std::move(tick_);
  }

 private:
  void judge(Key const& key, Standing& standing, Rule const& rule, Verdict const& verdict) {
    auto const level = established(standing, rule, verdict);
    if (level != standing.level) {
      move(key, standing, rule, verdict, level);
      if (standing.incident != 0) changed_.insert(standing.incident);
    } else if (standing.incident != 0) {
      auto& incident = state_.open.at(standing.incident);
      auto const before = incident;
      describe_value(incident, rule, verdict);
      if (incident != before) changed_.insert(standing.incident);
    }
  }

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
    auto const& results = evaluator_.results(verdict.rule);
    auto const& history = evaluator_.history();
    incident.sparkline = series::sparkline(results.trail(history, verdict.result, kSparklinePoints, verdict.at));
    describe_evidence(incident, results.newest(history, verdict.result, verdict.at), verdict.at);
    auto const fill_in = [&](std::string_view name) -> std::string {
      if (name == "value") return incident.value;
      if (name == "threshold") return incident.threshold;
      if (name == "metric.name") return rule.watch.sources().front()->selector.metric;
      return std::string(incident.key.labels.get(rules::label_in(name).value_or("")));
    };
    incident.summary =
        Untrusted(rule.summary.empty() ? built_in_summary(rule) : rules::render_template(rule.summary, fill_in));
    incident.action = Untrusted(rules::render_template(rule.action, fill_in));
    incident.runbook = rule.runbook;
  }

  /// What came with the newest sample behind the value; the history keeps no older evidence.
  void describe_evidence(Incident& incident, std::optional<series::SeriesId> newest, TimePoint at) {
    auto const& history = evaluator_.history();
    if (!newest || history.last(*newest, 1, TimePoint::max()).front().at > at) return;
    incident.note = history.note(*newest);
    incident.links = history.links(*newest);
  }

  State& state_;
  rules::Evaluator const& evaluator_;
  Tick tick_;
  std::set<IncidentId> changed_;
  std::set<Key> touched_;
};

}  // namespace

bool Standing::is_pending() const {
  return std::ranges::any_of(kAlertLevels,
                             [&](Level one) { return one > level && streaks[std::size_t(one)].runs > 0; });
}

Tick advance(State& state, rules::Evaluator const& evaluator, std::vector<Verdict> const& verdicts) {
  Advance work(state, evaluator);
  for (auto const& verdict : verdicts) work.step(verdict);
  return work.finish();
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
    if (auto const open = state.open.find(standing.incident); open != state.open.end()) {
      auto incident = std::move(open->second);
      state.open.erase(open);
      tick.transitions.push_back({incident.id, key, incident.level, Level::ok, now, incident.value});
      incident.level = Level::ok;
      incident.changed = now;
      incident.closed = now;
      incident.closed_because = evaluator.rules().find(key.rule) == nullptr
                                    ? "the alert was removed from the configuration"
                                    : "the alert no longer watches this series";
      tick.incidents.push_back(std::move(incident));
    }
    return true;
  });
  return tick;
}

std::string_view describe(Standing const& standing) {
  if (standing.level != Level::ok) return name_of(standing.level);
  if (standing.is_pending()) return "pending";
  return standing.is_learning ? "learning" : "ok";
}

}  // namespace lapwing::alert
