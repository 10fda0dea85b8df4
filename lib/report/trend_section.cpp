// SPDX-License-Identifier: Apache-2.0
#include "report/figures.hpp"
#include "report/sections.hpp"

#include "series/statistics.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace lapwing::report {
namespace {

/// More would not be read.
constexpr std::size_t kMostTrends = 200;

bool has_prefix(std::string_view metric, std::span<std::string_view const> prefixes) {
  return std::ranges::any_of(prefixes, [&](std::string_view one) { return metric.starts_with(one); });
}

/// What the period suggests as the new normal, for what alerts compare with.
void add_baselines(Material const& material, Section& section) {
  constexpr std::array<std::string_view, 8> measured{"model.accuracy", "model.f1",  "model.precision", "model.recall",
                                                     "model.rmse",     "model.mae", "model.r2",        "run.duration"};
  for (auto const metric : measured) {
    bool const is_run = metric == "run.duration";
    auto const groups = is_run ? group_by(material.history, metric, {"repository", "workflow"})
                               : group_by(material.history, metric, {"model"});
    for (auto const& group : groups) {
      auto const points = points_in(material.history, group.ids, material.period);
      auto const median = series::quantile_of(points, 0.5);
      if (!median) continue;
      auto const* const known = find_metric(metric);
      auto const limit = series::quantile_of(points, known->better == Better::higher ? 0.05 : 0.95);
      auto const before = series::quantile_of(points_in(material.history, group.ids, material.previous), 0.5);
      auto text = "baseline of " + std::string(metric) + ", " + group.place + ": " +
                  format_quantity(*median, known->unit) + " (median of " + std::to_string(points.size()) + ")";
      if (before) text += ", before " + format_quantity(*before, known->unit);
      text += points.size() < kFew ? "; too few for a threshold"
                                   : "; 95% of the values are " +
                                         std::string(known->better == Better::higher ? "at least " : "at most ") +
                                         format_quantity(*limit, known->unit);
      section.remarks.push_back({Standing::good, Untrusted(text)});
    }
  }
}

/// Where what grows will be, if it goes on so.
void add_forecasts(Material const& material, Section& section) {
  using namespace std::chrono_literals;
  for (auto const metric : {std::string_view("artifact.bytes"), std::string_view("cache.bytes")}) {
    auto const is_total = [](Labels const& labels) { return labels.get("artifact").empty(); };
    for (auto const& group : group_by(material.history, metric, {"repository"}, is_total)) {
      auto const points = points_in(material.history, group.ids, material.period);
      auto const line = points.size() < kFew ? std::nullopt : series::line_through(points);
      if (!line) continue;
      auto const then = std::max(0., line->at(material.at + 30 * 24h));
      section.remarks.push_back(
          {Standing::good, Untrusted("forecast of " + std::string(metric) + ", " + group.place + ": " +
                                     format_quantity(then, Unit::bytes) + " in 30 days, at the pace of this period")});
    }
  }
}

}  // namespace

Section trend_section(Material const& material) {
  Section out{.id = "trends", .title = "All other trends", .empty = "Nothing else was measured."};
  // What has a section of its own, and what says nothing over a month.
  constexpr std::array<std::string_view, 8> elsewhere{"model.",     "run.success", "run.duration", "run.flaky",
                                                      "run.missed", "security.",   "poll.success", "channel."};
  std::size_t left_out = 0;
  for (auto const& metric : catalogue()) {
    if (has_prefix(metric.name, elsewhere)) continue;
    for (auto const id : material.history.of_metric(metric.name)) {
      Group group;
      group.labels = material.history.labels(id);
      group.ids = {id};
      for (auto const& [name, value] : group.labels.pairs()) group.place += (group.place.empty() ? "" : " ") + value;
      auto figure = figure_of(material, metric.name, std::string(metric.name), group, Draw::mean);
      figure.note.clear();
      figure.target.clear();
      figure.standing = figure.value ? Standing::good : Standing::unknown;
      if (!figure.value && !figure.previous) continue;
      if (out.figures.size() < kMostTrends)
        out.figures.push_back(std::move(figure));
      else
        ++left_out;
    }
  }
  add_baselines(material, out);
  add_forecasts(material, out);
  if (left_out > 0)
    out.remarks.push_back({Standing::unknown, Untrusted(std::to_string(left_out) + " more series are not shown; see "
                                                                                   "`lapwing history export`")});
  return out;
}

}  // namespace lapwing::report
