// SPDX-License-Identifier: Apache-2.0
#include "app/report_job.hpp"

#include "notify/chart.hpp"

#include <algorithm>
#include <array>

namespace lapwing::app {
namespace {

using report::Kind;
using report::Standing;

/// More numbers would make no short message.
constexpr std::size_t kMostLines = 12;

/// Since when a report looks at a metric; absent where it does not.
std::optional<TimePoint> looks_since(std::string_view metric, report::Material const& material) {
  constexpr std::array<std::string_view, 8> unseen{"poll.duration", "poll.skipped", "job.duration", "run.queue_time",
                                                   "channel.",      "config.",      "pr.",          "run.uncounted"};
  if (material.kind != Kind::monthly &&
      std::ranges::any_of(unseen, [&](std::string_view one) { return metric.starts_with(one); }))
    return std::nullopt;
  // A version beside the one before it, however long ago that was.
  if (material.kind == Kind::status && metric.starts_with("model.") && metric != "model.age") return TimePoint::min();
  if (material.kind == Kind::status && metric == "run.success") return material.at - report::kRunsOfAStatus;
  return material.previous.from;
}

std::string patience_of(rules::Rule const& rule) {
  if (rule.hold.length > Duration{0}) return format_duration(rule.hold.length);
  return rule.hold.runs > 1 ? std::to_string(rule.hold.runs) + " runs" : "";
}

Level level_of(Standing standing) {
  switch (standing) {
    case Standing::bad:
      return Level::critical;
    case Standing::watch:
      return Level::warning;
    case Standing::unknown:
      return Level::info;
    case Standing::good:
      return Level::ok;
  }
  return Level::ok;
}

notify::BriefLine line_of(report::Figure const& figure) {
  notify::BriefLine line;
  line.icon = notify::icon(level_of(figure.standing));
  line.name = figure.name + (figure.place.empty() ? "" : ", " + figure.place);
  line.value = report::value_of(figure);
  auto const add = [&](std::string const& text) {
    if (!text.empty()) line.beside += (line.beside.empty() ? "" : ", ") + text;
  };
  add(report::change_of(figure));
  if (figure.n > 1) add("n=" + std::to_string(figure.n));
  if (figure.standing != Standing::good && !figure.target.empty()) add("target " + figure.target);
  add(figure.note);
  return line;
}

void add_chart(report::Document const& document, std::vector<report::Figure const*> const& figures,
               notify::Brief& brief) {
  for (auto const* const figure : figures) {
    if (figure->points.size() < 3) continue;
    notify::Chart chart;
    chart.title = figure->name + (figure->place.empty() ? "" : ", " + figure->place);
    chart.trend.points = figure->points;
    chart.trend.unit = figure->unit;
    chart.since = chart.until.emplace(document.period.until);
    chart.level = Level::ok;
    chart.zone = document.zone;
    brief.chart = notify::draw_png(chart);
    brief.chart_title = chart.title;
    if (!brief.chart.empty()) return;
  }
}

}  // namespace

ReportContext report_context(Options const& options, rules::RuleSet const& rules) {
  ReportContext out{.project = options.project, .zone = options.zone, .targets = options.targets};
  for (auto const& poller : options.pollers) out.pollers.push_back(poller.name);
  for (auto const& channel : options.channels) out.channels.push_back(channel.name);
  for (auto const& rule : rules.all()) {
    if (!rule.is_enabled) continue;
    auto& alert = out.alerts.emplace_back(report::AlertFact{rule.id, patience_of(rule)});
    for (auto const& metric : catalogue()) {
      if (rule.watch.looks_at(metric.name)) alert.metrics.emplace_back(metric.name);
    }
  }
  return out;
}

Result<std::vector<report::ChannelFact>> read_channels(store::Store& store, std::vector<std::string> const& names) {
  std::vector<report::ChannelFact> out;
  auto const records = store.channels();
  if (!records) return records.error();
  auto const letters = store.dead_letters();
  if (!letters) return letters.error();
  for (auto const& record : *records) {
    if (std::ranges::find(names, record.name) == names.end()) continue;
    auto const waiting = store.waiting(record.name);
    if (!waiting) return waiting.error();
    out.push_back(
        {record, *waiting, std::size_t(std::ranges::count(*letters, record.name, &store::DeadLetter::channel))});
  }
  return out;
}

Result<report::Material> read_material(store::Store& store, ReportContext const& context, Kind kind, TimePoint at) {
  report::Material out;
  out.kind = kind;
  out.project = context.project;
  out.zone = context.zone;
  out.at = at;
  out.period = report::period_of(kind, at, context.zone);
  out.previous = report::period_of(kind, out.period.from, context.zone);
  out.targets = context.targets;
  out.alerts = context.alerts;
  auto history = store.read_past([&](std::string const& metric) { return looks_since(metric, out); }, at);
  if (!history) return history.error();
  out.history = *std::move(history);
  auto incidents = store.incidents(out.previous.from);
  if (!incidents) return incidents.error();
  out.incidents = *std::move(incidents);
  // A status is of now: what a clock ahead of ours has dated later is open all the same.
  if (kind != Kind::status) std::erase_if(out.incidents, [&](alert::Incident const& one) { return one.since > at; });
  auto pollers = store.pollers();
  if (!pollers) return pollers.error();
  for (auto& poller : *pollers) {
    if (std::ranges::find(context.pollers, poller.name) != context.pollers.end())
      out.pollers.push_back(std::move(poller));
  }
  auto channels = read_channels(store, context.channels);
  if (!channels) return channels.error();
  out.channels = *std::move(channels);
  return out;
}

notify::Brief brief_of(report::Document const& document, bool with_chart) {
  notify::Brief out;
  out.project = document.project;
  out.title = report::title_of(document);
  out.period = report::period_of(document);
  out.at = document.at;
  out.level = level_of(document.verdict);
  out.verdict = report::words_of(document.verdict);
  out.summary = document.summary;
  std::vector<report::Figure const*> keys;
  for (auto const& section : document.sections) {
    for (auto const& figure : section.figures) {
      if (figure.is_key && figure.value) keys.push_back(&figure);
    }
  }
  for (auto const* const figure : keys) {
    if (out.lines.size() < kMostLines) out.lines.push_back(line_of(*figure));
  }
  out.in_full = "lapwing report " + std::string(report::name_of(document.kind)) + " --at " + format_utc(document.at);
  if (with_chart) add_chart(document, keys, out);
  return out;
}

std::function<Result<notify::Brief>()> brief_job(store::Store& store, ReportContext context,
                                                 store::ReportDebt const& debt, bool with_chart) {
  return [&store, context = std::move(context), debt, with_chart]() -> Result<notify::Brief> {
    auto const material =
        read_material(store, context, report::parse_kind(debt.report).value_or(Kind::weekly), debt.at);
    if (!material) return material.error();
    return brief_of(report::compose(*material), with_chart);
  };
}

}  // namespace lapwing::app
