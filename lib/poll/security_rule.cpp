// SPDX-License-Identifier: Apache-2.0
#include "poll/security_rule.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <string>

namespace lapwing::poll {

using nlohmann::json;

std::optional<Severity> severity_of_score(json const& score) {
  double value = 0;
  if (score.is_number()) {
    value = score.get<double>();
  } else if (score.is_string()) {
    auto const text = trim(score.get_ref<std::string const&>());
    auto const end = text.data() + text.size();
    if (auto const [stop, fault] = std::from_chars(text.data(), end, value); fault != std::errc{} || stop != end)
      return std::nullopt;
  }
  if (!(value > 0 && value <= 10)) return std::nullopt;
  return value >= 9 ? Severity::critical : value >= 7 ? Severity::high : value >= 4 ? Severity::medium : Severity::low;
}

std::optional<Severity> severity_of_tags(json const& tags) {
  if (!tags.is_array()) return std::nullopt;
  for (auto const& tag : tags) {
    if (!tag.is_string()) continue;
    if (auto const severity = parse_severity(tag.get_ref<std::string const&>())) return severity;
  }
  return std::nullopt;
}

FindingClass class_of_rule(std::string_view name, json const& tags) {
  if (tags.is_array()) {
    for (auto const& tag : tags) {
      if (!tag.is_string()) continue;
      if (auto const what = parse_finding_class(tag.get_ref<std::string const&>())) return *what;
    }
  }
  auto const word = to_lower(name);
  for (auto const what : kFindingClasses) {
    // OsPackageVulnerability, LanguageSpecificPackageVulnerability, Misconfiguration, Secret, License
    if (what != FindingClass::code && word.ends_with(name_of(what))) return what;
  }
  return FindingClass::code;
}

Severity severity_of_level(std::string_view level) {
  return level == "error"     ? Severity::high
         : level == "warning" ? Severity::medium
         : level == "note"    ? Severity::low
                              : Severity::unknown;
}

void read_package_lines(std::string_view message, Finding& finding) {
  for (auto const line : split(message, '\n')) {
    auto const colon = line.find(": ");
    if (colon == line.npos) continue;
    auto const name = line.substr(0, colon);
    std::string const value(trim(line.substr(colon + 2)));
    if (name == "Package") finding.package = value;
    if (name == "Installed Version") finding.version = value;
    if (name == "Fixed Version") finding.fixed_in = value;
  }
}

}  // namespace lapwing::poll
