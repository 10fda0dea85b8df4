// SPDX-License-Identifier: Apache-2.0
#include "poll/model_report.hpp"

#include "core/catalogue.hpp"
#include "poll/model_cursor.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace lapwing::poll {
namespace {

using Taken = ModelCursor::Taken;

/// Why the training time is only a guess; "" where it is not.
std::string time_note(ModelRecord const& version) {
  if (version.time_source != TimeSource::file) return "";
  return "training time is the modification time of " + version.origin + ", which names none";
}

void add_samples(ModelRecord const& version, PollReport& report) {
  Untrusted const note{time_note(version)};
  for (std::size_t i = 0; i < kModelMetrics.size(); ++i) {
    if (!version.metrics[i]) continue;
    report.samples.push_back({std::string(kModelMetrics[i].metric),
                              {{"model", version.model}},
                              *version.metrics[i],
                              version.trained_at,
                              note});
  }
}

void add_event(ModelRecord const& version, PollReport& report) {
  Event event{
      "model.trained", version.version, {{"model", version.model}}, {{"version", version.version}}, version.trained_at};
  for (std::size_t i = 0; i < kModelMetrics.size(); ++i) {
    if (!version.metrics[i]) continue;
    auto const unit = find_metric(kModelMetrics[i].metric)->unit;
    event.fields.emplace_back(kModelMetrics[i].name, format_quantity(*version.metrics[i], unit));
  }
  if (version.features) event.fields.emplace_back("features", format_quantity(double(*version.features), Unit::count));
  if (!version.target.empty()) event.fields.emplace_back("target", version.target);
  report.events.push_back(std::move(event));
}

std::string join(std::vector<std::string> const& parts) {
  std::string out;
  for (auto const& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

/// What versions of a model are compared by: the newest that is known of each.
struct Baseline {
  std::string_view target;
  std::optional<std::size_t> features;
  std::optional<double> tests;
};

/// What makes a version another thing than those before it: "features 24 -> 49"; "" where they are comparable. Takes
/// note of the version. Test sets grow with the data: only a change by more than a fifth is told.
std::string take_what_differs(Baseline& known, ModelRecord const& version) {
  std::vector<std::string> out;
  auto const add = [&](std::string_view name, std::string const& old, std::string const& now) {
    out.push_back(std::string(name) + " " + old + " -> " + now);
  };
  if (!version.target.empty()) {
    auto const old = std::exchange(known.target, version.target);
    if (!old.empty() && old != version.target) add("target", std::string(old), version.target);
  }
  if (version.features) {
    auto const old = std::exchange(known.features, version.features);
    if (old && *old != *version.features) add("features", std::to_string(*old), std::to_string(*version.features));
  }
  if (auto const& now = version.metrics[*find_model_metric("test_samples")]) {
    auto const old = std::exchange(known.tests, now);
    if (old && std::abs(*now - *old) > *old / 5)
      add("test samples", format_quantity(*old, Unit::count), format_quantity(*now, Unit::count));
  }
  return join(out);
}

void add_baseline(std::string const& what, ModelRecord const& version, PollReport& report) {
  Labels const labels{{"model", version.model}};
  report.samples.push_back({"model.baseline", labels, 1, version.trained_at, Untrusted(what)});
  report.events.push_back({"model.rebaselined",
                           version.version,
                           labels,
                           {{"version", version.version}, {"what", what}},
                           version.trained_at});
}

std::string missing_note(ModelRecord const& version, std::size_t index, ModelSelectors const& selectors) {
  std::string const name(kModelMetrics[index].name);
  std::string note = "version " + version.version + " has no " + name;
  auto const refused = std::ranges::find(version.refused, index, &std::pair<std::size_t, std::string>::first);
  if (refused != version.refused.end()) note += " that can be used: " + refused->second;
  return note + "; looked for " + join(selectors.metrics[index]) + " in " + version.origin;
}

void add_age(ModelRecord const& newest, TimePoint now, PollReport& report) {
  auto const age = now - newest.trained_at;
  auto note = "version " + newest.version + ", trained " + format_utc(newest.trained_at);
  if (auto const guess = time_note(newest); !guess.empty()) note += "; " + guess;
  if (age < Duration{0}) note += "; that is in the future: the writer's clock is off or it writes local time";
  report.samples.push_back({"model.age",
                            {{"model", newest.model}},
                            double(std::max(age, Duration{0}).count()) / 1000,
                            now,
                            Untrusted(note)});
}

void add_missing(std::string const& model, std::size_t index, std::string const& note, TimePoint now,
                 PollReport& report) {
  report.samples.push_back({"model.metric_missing",
                            {{"model", model}, {"metric", std::string(kModelMetrics[index].name)}},
                            note.empty() ? 0. : 1.,
                            now,
                            Untrusted(note)});
}

std::string unreadable_note(ModelReading const& reading) {
  auto const& faults = reading.faults;
  if (faults.count == 0) return reading.remark;
  std::string note = faults.first;
  if (faults.count > 1) note += "; and " + std::to_string(faults.count - 1) + " more";
  if (!reading.remark.empty()) note += "; " + reading.remark;
  return note;
}

}  // namespace

PollReport report_models(ModelReading const& reading, ModelMetricsOptions const& options, std::string_view cursor,
                         TimePoint now) {
  PollReport report;
  auto const before = ModelCursor::from_text(cursor);
  ModelCursor after;
  std::map<std::string_view, ModelRecord const*> newest;
  std::map<std::string_view, Baseline> baselines;
  for (auto const& version : reading.versions) {
    newest[version.model] = &version;
    if (!version.has_metric()) continue;
    auto const differs = take_what_differs(baselines[version.model], version);
    auto const taken = before.taken(version.model, version.version);
    bool const completed = taken == Taken::in_part && !version.awaits_file;
    if (taken == Taken::no || completed) add_samples(version, report);
    if (taken == Taken::no) add_event(version, report);
    if (!differs.empty() && (taken == Taken::no || completed)) add_baseline(differs, version, report);
    after.take(version.model, version.version,
               version.awaits_file && taken != Taken::whole ? Taken::in_part : Taken::whole);
  }
  after.keep_absent(before, kMaxVersions);
  report.cursor = after.to_text();

  for (auto const& [model, version] : newest) {
    add_age(*version, now, report);
    for (auto const index : options.expect) {
      auto const note = version->metrics[index] ? "" : missing_note(*version, index, options.selectors);
      add_missing(version->model, index, note, now, report);
    }
  }
  if (newest.empty()) {
    auto const why = reading.remark.empty() ? "no version could be read" : reading.remark;
    for (auto const index : options.expect) {
      add_missing(options.model, index, why + "; looked for " + join(options.selectors.metrics[index]), now, report);
    }
  }
  report.samples.push_back({"model.unreadable_files",
                            {{"model", options.model}},
                            double(reading.faults.count),
                            now,
                            Untrusted(unreadable_note(reading))});
  return report;
}

}  // namespace lapwing::poll
