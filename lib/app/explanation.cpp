// SPDX-License-Identifier: Apache-2.0
#include "app/explanation.hpp"

#include "alert/blindness.hpp"
#include "alert/reminding.hpp"
#include "app/data_state.hpp"
#include "core/catalogue.hpp"
#include "core/event_catalogue.hpp"
#include "rules/answer.hpp"
#include "series/pool.hpp"
#include "series/sparkline.hpp"

#include <algorithm>
#include <span>

namespace lapwing::app {
namespace {

constexpr std::size_t kSparklinePoints = 16;

/// The pollers that bring a metric or an event of this source ("every poller" is all of them).
void add_sources(Explanation& out, std::string_view source, Options const& options, Known const& known, TimePoint now) {
  for (auto const& poller : options.pollers) {
    if (source != poller.type && source != "every poller") continue;
    if (std::ranges::find(out.sources, poller.name, &Explanation::Source::poller) != out.sources.end()) continue;
    auto const record = std::ranges::find(known.pollers, poller.name, &store::PollerRecord::name);
    auto const last = record == known.pollers.end() ? now : record->last_run;
    out.sources.push_back({poller.name, poller.type, poller.every.next_after(last, options.zone)});
  }
}

/// "1 of 2 runs", "20m of 30m".
std::string far_of(alert::Streak const& streak, rules::Hold const& hold, TimePoint now) {
  if (hold.length > Duration{0}) return format_duration(now - streak.since) + " of " + format_duration(hold.length);
  return std::to_string(streak.runs) + " of " + std::to_string(hold.runs) + " runs";
}

/// How far the worst level that shows has come towards its `for`.
std::string progress_of(alert::Standing const& standing, rules::Rule const& rule, std::size_t samples) {
  if (standing.is_learning) return std::to_string(samples) + " of " + std::to_string(rule.min_samples) + " samples";
  std::string out;
  auto const add = [&](std::string const& what) { out += (out.empty() ? "" : ", ") + what; };
  for (auto const level : {Level::critical, Level::warning, Level::info}) {
    auto const& streak = standing.streaks[std::size_t(level)];
    if (level <= standing.level || streak.runs == 0 || !has_level(rule, level)) continue;
    add(std::string(name_of(level)) + " " + far_of(streak, rule.hold, standing.judged_at));
    break;
  }
  bool const flaps = standing.is_flapping && rule.flap;
  if (standing.level != Level::ok && standing.clearing.runs > 0 && !flaps)
    add("recovering " + far_of(standing.clearing, rule.recover_hold, standing.judged_at));
  if (flaps)
    add("flapping: " + std::to_string(standing.recent.changes(rule.flap->window)) + " changes in " +
        std::to_string(rule.flap->window) + " runs");
  return out;
}

/// What `significance` makes of a value; "" where it has nothing to say.
std::string caveat_of(rules::Rule const& rule, rules::Results const& results, rules::ResultId id,
                      rules::Value const& value, series::History const& history, TimePoint now) {
  if (!rule.significance || !value.number || value.samples < rule.min_samples) return "";
  auto const shown = rules::level_of(rule, *value.number);
  if (shown == Level::ok) return "";
  return rules::text_of(rules::significance_of(rule, results, id, value, shown, history, now));
}

void add_results(Explanation& out, rules::Rule const& rule, Options const& options, Known const& known, TimePoint now) {
  auto const alone = rules::alone(rule);
  rules::Evaluator const evaluator(alone, known.history);
  auto const& results = evaluator.results(0);
  for (rules::ResultId id = 0; id < results.size(); ++id) {
    auto const points = results.window(known.history, id, kSparklinePoints, now);
    if (points.empty()) continue;
    Explanation::Result one;
    one.labels = results.labels(id);
    auto const value = results.value(known.history, id, now);
    one.value = value.number;
    one.caveat = caveat_of(rule, results, id, value, known.history, now);
    if (one.value) one.shown = format_quantity(*one.value, rule.watch.unit);
    one.samples = points.size();
    one.first = points.front().at;
    one.last = points.back().at;
    one.sparkline = series::sparkline(std::span(points).last(std::min(points.size(), kSparklinePoints)));
    auto const found = known.state.standings.find({rule.id, one.labels});
    auto const standing = found == known.state.standings.end() ? alert::Standing() : found->second;
    one.state = alert::describe(standing);
    one.progress = progress_of(standing, rule, one.samples);
    one.data = data_of(results.series_of(id), known.history, known.origins, known.pollers, poller_types(options));
    if (auto const open = known.state.open.find(standing.incident); open != known.state.open.end()) {
      one.incident = open->first;
      one.since = open->second.since;
      auto const is_blind = [&](alert::Incident const& incident) {
        return alert::is_blind(evaluator, known.origins, known.state, incident);
      };
      one.attention = alert::stance(known.attention, options.rules, known.state, is_blind, open->second, now);
    }
    out.results.push_back(std::move(one));
  }
  std::ranges::sort(out.results, {}, &Explanation::Result::labels);
}

/// What is the same for alerts on values and on events.
void add_telling(Explanation& out, auto const& rule, Known const& known, TimePoint now) {
  out.labels = rule.telling.labels;
  for (auto const& one : known.attention.silences) {
    if (one.holds(now) && alert::may_cover(one, rule)) out.silences.push_back(one);
  }
}

}  // namespace

Explanation explain(rules::Rule const& rule, Options const& options, Known const& known, TimePoint now) {
  Explanation out;
  for (auto const level : kAlertLevels) {
    if (!has_level(rule, level)) continue;
    auto const text = rule.bounds[std::size_t(level)] ? threshold_text(rule, level) : "what may be noise";
    out.thresholds.push_back({level, text, options.routes.of(rule.id, level)});
  }
  add_telling(out, rule, known, now);
  for (auto const& one : out.thresholds)
    out.remind[std::size_t(one.level)] = alert::wait_to_remind(rule.telling.remind, options.remind, one.level, 0);
  add_results(out, rule, options, known, now);
  for (auto const* const samples : rule.watch.sources()) {
    if (auto const* const metric = find_metric(samples->selector.metric))
      add_sources(out, metric->source, options, known, now);
  }
  return out;
}

Explanation explain(rules::EventRule const& rule, Options const& options, Known const& known, TimePoint now) {
  Explanation out;
  out.thresholds.push_back({rule.level, "when it happens", options.routes.of(rule.id, rule.level)});
  add_telling(out, rule, known, now);
  if (auto const* const kind = find_event(rule.on.type)) add_sources(out, kind->source, options, known, now);
  return out;
}

}  // namespace lapwing::app
