// SPDX-License-Identifier: Apache-2.0
#include "poll/security_sarif.hpp"

#include "core/text.hpp"
#include "poll/security_json.hpp"
#include "poll/security_rule.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace lapwing::poll {
namespace {

using nlohmann::json;

/// The rules of a run: of the tool itself and of its extensions (CodeQL's query packs).
class Rules {
 public:
  explicit Rules(json const& tool) : own_(member(member(tool, "driver"), "rules")) {
    add(own_);
    for (auto const& extension : member(tool, "extensions")) add(member(extension, "rules"));
  }

  /// null where the result names none that is there.
  json const& of(json const& result) const {
    static json const none;
    auto id = id_of(result);
    if (id.empty()) {
      auto const& index = member(result, "ruleIndex");
      bool const fits = own_.is_array() && index.is_number_unsigned() && index.get<std::size_t>() < own_.size();
      return fits ? own_[index.get<std::size_t>()] : none;
    }
    auto found = by_id_.find(id);
    // A sub-rule: CA1000/1 is described by CA1000.
    if (found == by_id_.end()) found = by_id_.find(id.substr(0, id.rfind('/')));
    return found == by_id_.end() ? none : *found->second;
  }

  static std::string id_of(json const& result) {
    auto id = text_of(result, "ruleId");
    return id.empty() ? text_of(member(result, "rule"), "id") : id;
  }

 private:
  void add(json const& rules) {
    for (auto const& rule : rules) {
      if (auto id = text_of(rule, "id"); !id.empty()) by_id_.emplace(std::move(id), &rule);
    }
  }

  json const& own_;
  std::map<std::string, json const*, std::less<>> by_id_;
};

Severity severity_of(json const& result, json const& rule) {
  auto const &own = member(result, "properties"), &shared = member(rule, "properties");
  for (auto const* const properties : {&own, &shared}) {
    if (auto const severity = severity_of_score(member(*properties, "security-severity"))) return *severity;
  }
  for (auto const* const properties : {&own, &shared}) {
    if (auto const severity = severity_of_tags(member(*properties, "tags"))) return *severity;
  }
  auto level = text_of(result, "level");
  if (level.empty()) level = text_of(member(rule, "defaultConfiguration"), "level");
  return severity_of_level(level.empty() ? "warning" : level);  // warning: what the standard says of a missing one
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

/// Nothing is wrong there, or no longer.
bool is_no_finding(json const& result) {
  return is_one_of(text_of(result, "kind"), {"pass", "notApplicable", "informational"}) ||
         text_of(result, "baselineState") == "absent";
}

/// A suppression that was refused or is still under review suppresses nothing.
bool is_suppressed(json const& result) {
  auto const& all = member(result, "suppressions");
  if (!all.is_array() || all.empty()) return false;
  return std::ranges::none_of(all, [](json const& one) {
    return is_one_of(text_of(one, "status"), {"rejected", "underReview"});
  });
}

/// The rule in words, where its id is likely to be a number.
std::string title_of(json const& rule, Finding const& finding) {
  if (finding.what == FindingClass::misconfiguration) return text_of(member(rule, "shortDescription"), "text");
  if (finding.what != FindingClass::code) return "";
  auto name = text_of(rule, "name");
  return name == finding.id ? "" : name;
}

Finding finding_of(json const& result, Rules const& rules) {
  auto const& rule = rules.of(result);
  Finding finding;
  finding.what = class_of_rule(text_of(rule, "name"), member(member(rule, "properties"), "tags"));
  finding.severity = severity_of(result, rule);
  finding.id = Rules::id_of(result);
  if (finding.id.empty()) finding.id = text_of(rule, "id");
  finding.title = title_of(rule, finding);
  read_package_lines(text_of(member(result, "message"), "text"), finding);
  auto const& locations = member(result, "locations");
  auto const& first = member(locations.is_array() && !locations.empty() ? locations[0] : locations, "physicalLocation");
  finding.file = text_of(member(first, "artifactLocation"), "uri");
  finding.line = count_of(member(first, "region"), "startLine");
  return finding;
}

/// The latest end (else start) of an invocation, and whether one says that it failed.
struct Invoked {
  std::optional<TimePoint> at;
  bool failed = false;
};

Invoked invoked(json const& run) {
  Invoked out;
  for (auto const& one : member(run, "invocations")) {
    auto at = parse_timestamp(text_of(one, "endTimeUtc"));
    if (!at) at = parse_timestamp(text_of(one, "startTimeUtc"));
    if (at && (!out.at || *at > *out.at)) out.at = at;
    out.failed |= member(one, "executionSuccessful") == json(false);
  }
  return out;
}

std::string target_of(json const& run) {
  auto image = text_of(member(run, "properties"), "imageName");
  if (!image.empty()) return image;
  // "category/run": what stands behind the last slash is different every time.
  auto const id = text_of(member(run, "automationDetails"), "id");
  auto const slash = id.rfind('/');
  return slash == id.npos ? "" : id.substr(0, slash);
}

Result<Scan> scan_of_run(json const& run, std::string const& file) {
  auto const& tool = member(run, "tool");
  auto const name = text_of(member(tool, "driver"), "name");
  Scan scan;
  scan.tool = to_lower(name.empty() ? "sarif" : name);
  scan.target = target_of(run);
  scan.suppressed = 0;
  scan.origin = file;
  auto const [at, failed] = invoked(run);
  scan.scanned_at = at;
  auto const& results = member(run, "results");
  if (!results.is_array() || (failed && results.empty())) {
    return Error{ErrorKind::invalid, printable(file) + ": the run of " + printable(scan.tool, 60) +
                                         (failed ? " failed" : " has no list of results") + "; scan again"};
  }
  Rules const rules(tool);
  for (auto const& result : results) {
    if (is_no_finding(result)) continue;
    if (is_suppressed(result))
      ++*scan.suppressed;
    else
      scan.findings.push_back(finding_of(result, rules));
  }
  scan.add_classes();
  return scan;
}

void merge(Scan& into, Scan from) {
  std::ranges::move(from.findings, std::back_inserter(into.findings));
  *into.suppressed += *from.suppressed;
  into.classes.merge(from.classes);
  if (from.scanned_at) into.scanned_at = std::max(into.scanned_at, from.scanned_at);
}

}  // namespace

bool is_sarif(json const& report) { return member(report, "runs").is_array(); }

Result<std::vector<Scan>> scans_of_sarif(json const& report, std::string const& file) {
  auto const refused = [&file](std::string const& what) {
    return Error{ErrorKind::invalid, printable(file) + ": " + what};
  };
  auto const version = text_of(report, "version");
  if (!version.starts_with("2.1."))
    return refused("SARIF '" + printable(version, 20) + "' is not read, 2.1.0 is; set the scanner's format");
  auto const& runs = member(report, "runs");
  if (runs.empty()) return refused("holds no run of a scanner; scan again");
  std::vector<Scan> scans;
  for (auto const& run : runs) {
    auto scan = scan_of_run(run, file);
    if (!scan) return scan.error();
    auto const same = std::ranges::find_if(
        scans, [&](Scan const& one) { return one.tool == scan->tool && one.target == scan->target; });
    if (same == scans.end())
      scans.push_back(std::move(*scan));
    else
      merge(*same, std::move(*scan));
  }
  return scans;
}

}  // namespace lapwing::poll
