// SPDX-License-Identifier: Apache-2.0
#include "poll/model_options.hpp"

#include "config/map_reader.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace lapwing::poll {
namespace {

constexpr auto kNames = [] {
  std::array<std::string_view, kModelMetrics.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kModelMetrics[i].name;
  return names;
}();

std::vector<std::size_t> read_expected(config::MapReader& map, std::vector<std::size_t> const& shipped) {
  std::vector<std::string> fallback;
  for (auto const index : shipped) fallback.emplace_back(kModelMetrics[index].name);
  std::vector<std::size_t> expected;
  for (auto const& name : map.texts("expect", fallback)) {
    auto const index = find_model_metric(name);
    if (!index) {
      map.problem("expect", "'" + printable(name, 40) + "' is no metric of a model" + did_you_mean(name, kNames));
    } else if (std::ranges::find(expected, *index) == expected.end()) {
      expected.push_back(*index);
    }
  }
  return expected;
}

void read_selectors(config::MapReader& map, ModelSelectors& selectors) {
  auto metrics = map.map("metrics");
  if (!metrics) return;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    auto given = metrics->texts(kNames[i], selectors.metrics[i]);
    bool const sound = !given.empty() && std::ranges::none_of(given, [](std::string const& selector) {
      return std::ranges::any_of(split(selector, '.'), &std::string_view::empty);
    });
    if (sound)
      selectors.metrics[i] = std::move(given);
    else
      metrics->problem(kNames[i], std::string(kNames[i]) + " must be paths such as classification_metrics.accuracy");
  }
  metrics->finish();
}

}  // namespace

ModelMetricsOptions read_model_options(config::MapReader& map, std::string const& poller_name) {
  ModelMetricsOptions options;
  options.path = map.path("path", "");
  options.history = map.path("history", "");
  if (options.path.empty() && options.history.empty()) {
    map.problem("path",
                map.where() + " needs 'path' (the directory of manifest.json and *metadata*.json) or 'history'");
  }
  options.model = map.shown_text("model", poller_name);
  if (options.model.empty()) map.problem("model", "model must not be empty; leave it out to use the poller's name");
  options.selectors.model_keys = map.texts("model_keys", options.selectors.model_keys);
  options.expect = read_expected(map, options.expect);
  read_selectors(map, options.selectors);
  return options;
}

}  // namespace lapwing::poll
