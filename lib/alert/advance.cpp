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
  auto const* const samples = std::get_if<rules::Samples>(&rule.watch.whole().what);
  if (samples == nullptr) return rule.watch.text;
  auto const* const metric = find_metric(samples->selector.metric);
  std::string const meaning = metric == nullptr ? samples->selector.metric : std::string(metric->meaning);
  if (samples->function == nullptr) return meaning;
  if (samples->condition) return rule.watch.text + ": " + std::string(samples->function->meaning);
  return rule.watch.text + ": " + std::string(samples->function->meaning) + " of " + meaning;
}

/// How long something has shown: on by a run, begun, or broken.
void count(Streak& streak, bool shows, TimePoint at, bool is_new_run) {
  if (!shows) {
    streak = {};
  } else if (streak.runs == 0) {
    streak = {1, at};
  } else if (is_new_run) {
    ++streak.runs;
  }
}

/// Counts the run in every level's streak that the verdict shows, and breaks the others. What the clock alone has
/// changed is no run.
void count(Standing& standing, Rule const& rule, Verdict const& verdict) {
  bool const is_new_run = verdict.at > standing.judged_at && !rule.watch.is_clocked();
  for (auto const level : kAlertLevels)
    count(standing.streaks[std::size_t(level)], verdict.level >= level, verdict.at, is_new_run);
  count(standing.clearing, verdict.clears && standing.level != Level::ok, verdict.at, is_new_run);
  if (!rule.flap)
    standing.recent = {};
  else if (is_new_run || standing.recent.runs == 0)
    standing.recent.add(verdict.level != Level::ok);
  else
    standing.recent.replace(verdict.level != Level::ok);
  standing.judged_at = std::max(standing.judged_at, verdict.at);
}

/// Whether what shows goes to and fro; between the two shares it is as it was.
bool is_flapping(Standing const& standing, Rule const& rule) {
  if (!rule.flap || standing.recent.runs < rule.flap->window) return rule.flap && standing.is_flapping;
  auto const share = double(standing.recent.changes(rule.flap->window)) / double(rule.flap->window - 1);
  return share >= rule.flap->high || (standing.is_flapping && share >= rule.flap->low);
}

/// The level whose bound a level is told with: its own, or of one that was lowered the mildest that there is.
Level bound_level(Rule const& rule, Level level) {
  if (rule.bounds[std::size_t(level)] || !has_level(rule, level)) return level;
  for (auto const one : kAlertLevels) {
    if (rule.bounds[std::size_t(one)]) return one;
  }
  return level;
}

bool is_long_enough(Streak const& streak, rules::Hold const& hold, TimePoint now) {
  return streak.runs >= hold.runs && now - streak.since >= hold.length;
}

/// The worst level that has shown for long enough; at the milder end, what the present value still shows.
Level established(Standing const& standing, Rule const& rule) {
  for (auto const level : {Level::critical, Level::warning, Level::info}) {
    auto const& streak = standing.streaks[std::size_t(level)];
    // An edit may have taken a level away: its streak says nothing any more.
    if (streak.runs == 0 || !has_level(rule, level)) continue;
    bool const was_there = level <= standing.level;
    if (was_there || is_long_enough(streak, rule.hold, standing.judged_at)) return level;
  }
  // No level counts. An open incident stays at its mildest level until the rule has cleared for long enough.
  bool const is_over = is_long_enough(standing.clearing, rule.recover_hold, standing.judged_at);
  if (standing.level == Level::ok || is_over) return Level::ok;
  for (auto const level : kAlertLevels) {
    if (rule.bounds[std::size_t(level)]) return std::min(level, standing.level);
  }
  return Level::ok;
}

/// What the operator must know of the number beside the evidence.
std::string caveat_of(Standing const& standing, Rule const& rule, Verdict const& verdict) {
  std::string out;
  if (verdict.significance) out = rules::text_of(*verdict.significance);
  if (!standing.is_flapping) return out;
  return out + (out.empty() ? "" : " ") + "Flapping: " + std::to_string(standing.recent.changes(rule.flap->window)) +
         " changes in " + std::to_string(rule.flap->window) + " runs; it stays open until it is calm.";
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
    auto after = standing;
    if (rule.watch.is_clocked()) after.judged_at = before.judged_at;
    if (is_new || after != before) touched_.insert(key);
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
    standing.is_flapping = is_flapping(standing, rule);
    auto level = established(standing, rule);
    if (standing.is_flapping) level = std::max(level, standing.level);
    if (level != standing.level) {
      move(key, standing, rule, verdict, level);
      if (standing.incident != 0) changed_.insert(standing.incident);
    } else if (standing.incident != 0) {
      auto& incident = state_.open.at(standing.incident);
      auto const before = incident;
      describe_value(incident, standing, rule, verdict);
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
    incident.edit.clear();
    describe_value(incident, standing, rule, verdict);
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

  void describe_value(Incident& incident, Standing const& standing, Rule const& rule, Verdict const& verdict) {
    auto const shown = bound_level(rule, incident.level);
    auto const bound = rule.bounds[std::size_t(shown)].value_or(rules::Bound{verdict.value, verdict.value});
    incident.value = format_beside(verdict.value, verdict.value < bound.low ? bound.low : bound.high, rule.watch.unit);
    // A recovered incident keeps the bound it was beyond: "68%, was below 65%".
    if (rule.bounds[std::size_t(shown)]) incident.threshold = threshold_text(rule, shown);
    auto const& results = evaluator_.results(verdict.rule);
    auto const& history = evaluator_.history();
    incident.sparkline = series::sparkline(results.trail(history, verdict.result, kSparklinePoints, verdict.at));
    describe_evidence(incident, results.newest(history, verdict.result, verdict.at), verdict.at,
                      caveat_of(standing, rule, verdict));
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
  void describe_evidence(Incident& incident, std::optional<series::SeriesId> newest, TimePoint at,
                         std::string const& caveat) {
    auto const& history = evaluator_.history();
    incident.note = Untrusted(caveat);
    incident.links.clear();
    if (!newest || history.last(*newest, 1, TimePoint::max()).front().at > at) return;
    auto const& note = history.note(*newest).raw();
    incident.note = Untrusted(caveat + (caveat.empty() || note.empty() ? "" : " ") + note);
    incident.links = history.links(*newest);
  }

  State& state_;
  rules::Evaluator const& evaluator_;
  Tick tick_;
  std::set<IncidentId> changed_;
  std::set<Key> touched_;
};

}  // namespace

Tick advance(State& state, rules::Evaluator const& evaluator, std::vector<Verdict> const& verdicts) {
  Advance work(state, evaluator);
  for (auto const& verdict : verdicts) work.step(verdict);
  return work.finish();
}

void end_incident(State& state, IncidentId id, std::string why, TimePoint now, Tick& tick) {
  auto incident = std::move(state.open.at(id));
  state.open.erase(id);
  tick.transitions.push_back({id, incident.key, incident.level, Level::ok, now, incident.value});
  incident.level = Level::ok;
  incident.changed = now;
  incident.closed = now;
  incident.closed_because = std::move(why);
  tick.incidents.push_back(std::move(incident));
}

std::string_view describe(Standing const& standing) {
  if (standing.level != Level::ok) return name_of(standing.level);
  if (standing.is_pending()) return "pending";
  return standing.is_learning ? "learning" : "ok";
}

}  // namespace lapwing::alert
