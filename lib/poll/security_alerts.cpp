// SPDX-License-Identifier: Apache-2.0
#include "poll/security_alerts.hpp"

#include "core/text.hpp"
#include "github/rows.hpp"
#include "poll/security_rule.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <utility>

namespace lapwing::poll {
namespace {

using github::Field;

/// Calls `take` for every row of a list that is the whole answer.
Result<void> each_row(std::string_view body, std::span<std::string_view const> fields,
                      std::function<void(std::span<Field const>)> const& take) {
  auto const read = github::read_rows(body, "", fields, take);
  if (!read) return read.error();
  if (!read->has_list) return Error{ErrorKind::invalid, "the answer holds no list of alerts"};
  return {};
}

/// A state that is not there is as good as open: the list was asked for open ones.
bool is_open(Field const& state) { return state.text().empty() || state.text() == "open"; }

std::string tool_name(std::string const& name) {
  return printable(to_lower(name.empty() ? "code-scanning" : name), 60);
}

std::string first_of(Field const& one, Field const& other) { return one.text().empty() ? other.text() : one.text(); }

}  // namespace

Result<std::vector<Alert>> parse_code_scanning_alerts(std::string_view body) {
  constexpr std::array<std::string_view, 10> fields{"number",
                                                    "state",
                                                    "tool.name",
                                                    "rule.id",
                                                    "rule.name",
                                                    "rule.severity",
                                                    "rule.security_severity_level",
                                                    "most_recent_instance.location.path",
                                                    "most_recent_instance.location.start_line",
                                                    "most_recent_instance.message.text"};
  std::vector<Alert> alerts;
  auto const read = each_row(body, fields, [&](std::span<Field const> row) {
    if (!is_open(row[1])) return;
    Alert alert{row[0].number().value_or(0), tool_name(row[2].text()), {}};
    auto& finding = alert.finding;
    finding.id = row[3].text();
    finding.what = class_of_rule(row[4].text(), nullptr);
    if (finding.what == FindingClass::code && row[4].text() != finding.id) finding.title = row[4].text();
    finding.severity = parse_severity(row[6].text()).value_or(severity_of_level(row[5].text()));
    finding.file = row[7].text();
    finding.line = std::size_t(std::max<std::int64_t>(row[8].number().value_or(0), 0));
    read_package_lines(row[9].text(), finding);
    alerts.push_back(std::move(alert));
  });
  if (!read) return read.error();
  return alerts;
}

Result<std::vector<Alert>> parse_dependabot_alerts(std::string_view body) {
  constexpr std::array<std::string_view, 9> fields{"number",
                                                   "state",
                                                   "security_advisory.cve_id",
                                                   "security_advisory.ghsa_id",
                                                   "security_advisory.severity",
                                                   "security_vulnerability.severity",
                                                   "dependency.package.name",
                                                   "dependency.manifest_path",
                                                   "security_vulnerability.first_patched_version.identifier"};
  std::vector<Alert> alerts;
  auto const read = each_row(body, fields, [&](std::span<Field const> row) {
    if (!is_open(row[1])) return;
    Alert alert{row[0].number().value_or(0), kDependabotTool, {}};
    auto& finding = alert.finding;
    finding.id = first_of(row[2], row[3]);
    finding.severity = parse_severity(first_of(row[4], row[5])).value_or(Severity::unknown);
    finding.package = row[6].text();
    finding.file = row[7].text();
    finding.fixed_in = row[8].text();
    alerts.push_back(std::move(alert));
  });
  if (!read) return read.error();
  return alerts;
}

Result<std::map<std::string, TimePoint>> parse_analyses(std::string_view body) {
  constexpr std::array<std::string_view, 4> fields{"ref", "error", "created_at", "tool.name"};
  std::map<std::string, TimePoint> newest;
  auto const read = each_row(body, fields, [&](std::span<Field const> row) {
    auto const at = row[2].time();
    if (!at || !row[1].text().empty() || row[0].text().starts_with("refs/pull/")) return;
    auto& known = newest.try_emplace(tool_name(row[3].text()), *at).first->second;
    known = std::max(known, *at);
  });
  if (!read) return read.error();
  return newest;
}

}  // namespace lapwing::poll
