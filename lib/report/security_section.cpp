// SPDX-License-Identifier: Apache-2.0
#include "report/figures.hpp"
#include "report/sections.hpp"

#include <algorithm>

namespace lapwing::report {
namespace {

constexpr std::array<std::string_view, 5> kSeverities{"critical", "high", "medium", "low", "unknown"};

/// The newest of every series, added up: what all scans hold together.
std::optional<double> total(Material const& material, Group const& group, Period const& period) {
  std::optional<double> sum;
  for (auto const id : group.ids) {
    auto const last = material.history.last(id, 1, period.until);
    if (!last.empty()) sum = sum.value_or(0) + last.front().value;
  }
  return sum;
}

}  // namespace

Section security_section(Material const& material) {
  Section out{.id = "security", .title = "Security", .empty = "No scan is watched, or none was read yet."};
  for (auto const severity : kSeverities) {
    auto const is_such = [&](Labels const& labels) { return labels.get("severity") == severity; };
    for (auto& group : group_by(material.history, "security.findings", {"severity"}, is_such)) {
      group.place = severity;
      auto figure = figure_of(material, "security.findings", "Findings", group, Draw::newest);
      figure.value = total(material, group, material.period);
      figure.previous = total(material, group, material.previous);
      figure.n = figure.previous_n = 0;
      figure.points.clear();
      bool const is_grave = severity == "critical" || severity == "high";
      figure.target.clear();
      figure.standing = Standing::good;
      if (severity == "critical") hold_against_target(figure, material, "security.findings");
      if (is_grave && figure.value.value_or(0) > 0)
        figure.standing = severity == "critical" ? Standing::bad : Standing::watch;
      figure.is_key = severity == "critical";
      if (is_grave || figure.value.value_or(0) > 0) out.figures.push_back(std::move(figure));
    }
  }
  for (auto const& [metric, name] : {std::pair{"security.new_findings", "New in the period"},
                                     std::pair{"security.fixed_findings", "Fixed in the period"}}) {
    auto all = group_by(material.history, metric, {});
    if (all.empty() || material.kind == Kind::status) continue;
    auto figure = figure_of(material, metric, name, all.front(), Draw::sum);
    figure.standing = metric == std::string_view("security.new_findings") && figure.value.value_or(0) > 0
                          ? Standing::watch
                          : Standing::good;
    out.figures.push_back(std::move(figure));
  }
  for (auto const& scan : group_by(material.history, "security.scan_age", {"tool", "target"}))
    out.figures.push_back(figure_of(material, "security.scan_age", "Age of the scan", scan, Draw::newest));
  return out;
}

}  // namespace lapwing::report
