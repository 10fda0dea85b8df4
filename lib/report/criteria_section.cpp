// SPDX-License-Identifier: Apache-2.0
#include "report/sections.hpp"

#include <algorithm>
#include <array>

namespace lapwing::report {
namespace {

struct Criterion {
  std::string_view figure;  ///< its id
  std::string_view name;
};

/// Source: the monitoring guide, "Success Criteria".
constexpr std::array kCriteria{
    Criterion{"run.success", "Success rate"},       Criterion{"model.accuracy", "Model accuracy"},
    Criterion{"run.duration", "Build time"},        Criterion{"data.age", "Data freshness"},
    Criterion{"artifact.used", "Artifact storage"}, Criterion{"security.findings", "Critical findings"}};

}  // namespace

Section criteria_section(Material const&, std::vector<Section> const& others) {
  Section out{.id = "criteria", .title = "Success criteria", .empty = "Nothing that has a target was measured yet."};
  for (auto const& criterion : kCriteria) {
    for (auto const& section : others) {
      for (auto const& figure : section.figures) {
        bool const is_meant = figure.id == criterion.figure && !figure.target.empty();
        if (!is_meant) continue;
        auto row = figure;
        row.name = criterion.name;
        row.points.clear();
        row.is_key = false;
        out.figures.push_back(std::move(row));
      }
    }
  }
  return out;
}

}  // namespace lapwing::report
