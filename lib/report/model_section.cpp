// SPDX-License-Identifier: Apache-2.0
#include "report/figures.hpp"
#include "report/sections.hpp"

#include "series/statistics.hpp"

#include <algorithm>
#include <array>

namespace lapwing::report {
namespace {

struct Measure {
  std::string_view metric;
  std::string_view name;
};

constexpr std::array kMeasures{Measure{"model.accuracy", "Accuracy"},
                               Measure{"model.f1", "F1 score"},
                               Measure{"model.precision", "Precision"},
                               Measure{"model.recall", "Recall"},
                               Measure{"model.rmse", "RMSE"},
                               Measure{"model.mae", "MAE"},
                               Measure{"model.r2", "R²"}};

/// A status shows as many in its charts.
constexpr std::size_t kVersions = 60;

/// A status shows the newest version beside the one before it, a period's report the mean of its versions.
Figure measure_of(Material const& material, Measure const& measure, Group const& model) {
  bool const is_status = material.kind == Kind::status;
  auto figure = figure_of(material, measure.metric, std::string(measure.name) + (is_status ? "" : ", mean"), model,
                          is_status ? Draw::newest : Draw::mean);
  if (is_status) {
    auto const known = material.history.last(model.ids.front(), 2, material.period.until);
    figure.previous = known.size() == 2 ? std::optional(known.front().value) : std::nullopt;
    figure.previous_n = known.size() == 2 ? 1 : 0;
    auto const versions = material.history.last(model.ids.front(), kVersions, material.period.until);
    figure.points.assign(versions.begin(), versions.end());
    return figure;
  }
  auto const points = points_in(material.history, model.ids, material.period);
  if (points.empty()) {
    if (auto const newest = newest_in(material.history, model.ids, material.period)) {
      figure.note = "no new version; the newest has " + format_quantity(newest->value, figure.unit);
      figure.standing = Standing::good;
    }
    return figure;
  }
  auto const [low, high] = std::ranges::minmax(points, {}, &series::Point::value);
  bool const higher = figure.better == Better::higher;
  auto const few = figure.n < 5 ? ", few versions" : "";
  figure.note = "best " + format_quantity((higher ? high : low).value, figure.unit) + ", worst " +
                format_quantity((higher ? low : high).value, figure.unit) + few;
  return figure;
}

}  // namespace

Section model_section(Material const& material) {
  Section out{.id = "models", .title = "Model performance", .empty = "No model is watched, or none was trained yet."};
  for (auto const& measure : kMeasures) {
    for (auto const& model : group_by(material.history, measure.metric, {"model"})) {
      out.figures.push_back(measure_of(material, measure, model));
      out.figures.back().is_key = measure.metric == "model.accuracy" || measure.metric == "model.rmse";
    }
  }
  for (auto const& model : group_by(material.history, "model.age", {"model"}))
    out.figures.push_back(figure_of(material, "model.age", "Age of the newest version", model, Draw::newest));
  if (material.kind == Kind::status) {
    for (auto const& model : group_by(material.history, "model.training_samples", {"model"}))
      out.figures.push_back(figure_of(material, "model.training_samples", "Training samples", model, Draw::newest));
    for (auto const& model : group_by(material.history, "model.test_samples", {"model"}))
      out.figures.push_back(figure_of(material, "model.test_samples", "Test samples", model, Draw::newest));
  }
  for (auto const& missing : group_by(material.history, "model.metric_missing", {"model", "metric"})) {
    auto const newest = newest_in(material.history, missing.ids, material.period);
    if (newest && newest->value > 0)
      out.remarks.push_back(
          {Standing::watch, Untrusted("the newest version of " + std::string(missing.labels.get("model")) + " has no " +
                                      std::string(missing.labels.get("metric")))});
  }
  return out;
}

}  // namespace lapwing::report
