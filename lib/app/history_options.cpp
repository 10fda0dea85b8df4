// SPDX-License-Identifier: Apache-2.0
#include "app/history_options.hpp"

#include "core/catalogue.hpp"
#include "core/text.hpp"

namespace lapwing::app {
namespace {

using namespace std::chrono_literals;
using config::MapReader;

/// A monthly report looks at a whole month.
constexpr Duration kShortest = 35 * 24h;
constexpr Duration kShortestStep = 1min;

/// What a single sample of the metric stands for, where each of them counts; "" where it says how something stood.
std::string_view what_each_is(Metric const& metric) {
  for (auto const area : {"run.", "job.", "pr."}) {
    if (metric.name.starts_with(area)) return "a run";
  }
  if (metric.comes == Comes::with_its_kind || metric.name == "model.baseline") return "a version of a model";
  if (metric.name.ends_with(".success")) return "an outcome";
  if (metric.name == "security.new_findings" || metric.name == "security.fixed_findings") return "a scan's finds";
  return "";
}

void read_step(MapReader& thin, std::string const& name, store::Retention& retention) {
  auto const step = thin.duration(name, kShortestStep);
  auto const* const metric = find_metric(name);
  if (metric == nullptr) {
    std::vector<std::string_view> names;
    for (auto const& one : catalogue()) names.push_back(one.name);
    return thin.problem(name, "there is no metric '" + printable(name, 60) + "'" + did_you_mean(name, names));
  }
  if (auto const what = what_each_is(*metric); !what.empty()) {
    return thin.problem(name, name + " can not be thinned: each of its samples is " + std::string(what) +
                                  ", and with some of them gone its rates and counts would be false");
  }
  if (step < kShortestStep) return thin.problem(name, "thin: a step is at least " + format_duration(kShortestStep));
  retention.thin[name] = step;
}

}  // namespace

store::Retention read_retention(MapReader& root) {
  store::Retention retention;
  retention.age = root.duration("retention", retention.age);
  if (retention.age < kShortest) {
    root.problem("retention", "retention: at least 35d are needed, so that a monthly report has its whole month");
  }
  auto const* const written = root.raw("thin");
  auto thin = root.map("thin");
  if (!thin) return retention;
  for (auto const& entry : written->entries) read_step(*thin, entry.key, retention);
  thin->finish();
  return retention;
}

}  // namespace lapwing::app
