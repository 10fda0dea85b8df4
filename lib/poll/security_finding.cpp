// SPDX-License-Identifier: Apache-2.0
#include "poll/security_finding.hpp"

#include "core/text.hpp"
#include "poll/duplicates.hpp"

#include <unordered_map>

namespace lapwing::poll {
namespace {

constexpr std::size_t kShown = 80;  // characters of one part

std::string shown(std::string_view part) { return printable(part, kShown); }

}  // namespace

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::critical:
      return "critical";
    case Severity::high:
      return "high";
    case Severity::medium:
      return "medium";
    case Severity::low:
      return "low";
    case Severity::unknown:
      return "unknown";
  }
  return "";
}

std::optional<Severity> parse_severity(std::string_view text) {
  if (text.size() > 10) return std::nullopt;
  auto const word = to_lower(text);
  if (word == "moderate") return Severity::medium;
  for (auto const severity : kSeverities) {
    if (word == name_of(severity)) return severity;
  }
  return std::nullopt;
}

std::string_view name_of(FindingClass what) {
  switch (what) {
    case FindingClass::vulnerability:
      return "vulnerability";
    case FindingClass::misconfiguration:
      return "misconfiguration";
    case FindingClass::secret:
      return "secret";
    case FindingClass::license:
      return "license";
    case FindingClass::code:
      return "code";
  }
  return "";
}

std::optional<FindingClass> parse_finding_class(std::string_view text) {
  for (auto const what : kFindingClasses) {
    if (text == name_of(what)) return what;
  }
  return std::nullopt;
}

std::string describe(Finding const& finding) {
  std::string out = finding.id.empty() ? "(no id)" : shown(finding.id);
  if (!finding.title.empty()) out += " (" + shown(finding.title) + ")";
  if (!finding.package.empty()) {
    out += " in " + shown(finding.package);
    if (!finding.version.empty()) out += " " + shown(finding.version);
  } else if (!finding.file.empty()) {
    out += " in " + shown(finding.file);
    if (finding.line > 0) out += " line " + std::to_string(finding.line);
  }
  if (!finding.fixed_in.empty()) out += " (fixed in " + shown(finding.fixed_in) + ")";
  return out;
}

void Scan::add_classes() {
  for (auto const& finding : findings) classes.insert(finding.what);
  if (classes.empty()) classes.insert(tool == "trivy" ? FindingClass::vulnerability : FindingClass::code);
}

std::vector<std::uint64_t> keys_of(std::vector<Finding> const& findings) {
  std::vector<std::uint64_t> keys;
  keys.reserve(findings.size());
  std::unordered_map<std::uint64_t, std::uint64_t> seen;
  for (auto const& finding : findings) {
    std::string text(name_of(finding.what));
    for (auto const* const part : {&finding.id, &finding.package, &finding.file}) text.append(1, '\0').append(*part);
    auto const alike = fingerprint(text);
    keys.push_back(fingerprint(text, seen[alike]++));
  }
  return keys;
}

}  // namespace lapwing::poll
