// SPDX-License-Identifier: Apache-2.0
#include "poll/security_trivy.hpp"

#include "core/text.hpp"
#include "poll/security_json.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace lapwing::poll {
namespace {

using nlohmann::json;

Finding read_vulnerability(json const& entry, json const& result) {
  Finding finding;
  finding.id = text_of(entry, "VulnerabilityID");
  finding.package = text_of(entry, "PkgName");
  finding.version = text_of(entry, "InstalledVersion");
  finding.fixed_in = text_of(entry, "FixedVersion");
  finding.file = text_of(entry, "PkgPath");
  // Of a package of the system the target is the image with its tag, which changes with every build.
  if (finding.file.empty() && text_of(result, "Class") != "os-pkgs") finding.file = text_of(result, "Target");
  return finding;
}

Finding read_misconfiguration(json const& entry, json const& result) {
  Finding finding;
  finding.id = text_of(entry, "ID");
  if (finding.id.empty()) finding.id = text_of(entry, "AVDID");
  finding.title = text_of(entry, "Title");
  finding.file = text_of(result, "Target");
  finding.line = count_of(member(entry, "CauseMetadata"), "StartLine");
  return finding;
}

Finding read_secret(json const& entry, json const& result) {
  Finding finding;
  finding.id = text_of(entry, "RuleID");
  finding.file = text_of(result, "Target");
  finding.line = count_of(entry, "StartLine");
  return finding;
}

Finding read_license(json const& entry, json const& result) {
  Finding finding;
  finding.id = text_of(entry, "Name");
  finding.package = text_of(entry, "PkgName");
  finding.file = text_of(entry, "FilePath");
  if (finding.file.empty()) finding.file = text_of(result, "Target");
  return finding;
}

struct List {
  std::string_view key;
  FindingClass what;
  Finding (*read)(json const& entry, json const& result);
};
constexpr std::array kLists{
    List{"Vulnerabilities", FindingClass::vulnerability, read_vulnerability},
    List{"Misconfigurations", FindingClass::misconfiguration, read_misconfiguration},
    List{"Secrets", FindingClass::secret, read_secret},
    List{"Licenses", FindingClass::license, read_license},
};

/// What a result without findings was looked at for: os-pkgs, lang-pkgs, config, secret, license, license-file.
FindingClass class_of_result(std::string_view name) {
  if (name == "config") return FindingClass::misconfiguration;
  if (name == "secret") return FindingClass::secret;
  if (name.starts_with("license")) return FindingClass::license;
  return FindingClass::vulnerability;
}

/// Nothing is as good as an empty list.
bool is_list(json const& value) { return value.is_null() || value.is_array(); }

bool counts(json const& entry) {
  auto const status = text_of(entry, "Status");
  return status.empty() || status == "FAIL";
}

/// Adds what one element of Results holds; the name of the list that is none, or "".
std::string_view add_result(json const& result, Scan& scan) {
  scan.classes.insert(class_of_result(text_of(result, "Class")));
  for (auto const& list : kLists) {
    auto const& entries = member(result, list.key);
    if (!is_list(entries)) return list.key;
    for (auto const& entry : entries) {
      if (list.what == FindingClass::misconfiguration && !counts(entry)) continue;
      auto finding = list.read(entry, result);
      finding.what = list.what;
      finding.severity = parse_severity(text_of(entry, "Severity")).value_or(Severity::unknown);
      scan.findings.push_back(std::move(finding));
    }
  }
  constexpr std::string_view modified = "ExperimentalModifiedFindings";
  auto const& suppressed = member(result, modified);
  if (!is_list(suppressed)) return modified;
  *scan.suppressed += suppressed.size();
  return "";
}

}  // namespace

bool is_trivy(json const& report) { return member(report, "SchemaVersion").is_number(); }

Result<Scan> scan_of_trivy(json const& report, std::string const& file) {
  Scan scan;
  scan.tool = "trivy";
  scan.target = text_of(report, "ArtifactName");
  scan.scanned_at = parse_timestamp(text_of(report, "CreatedAt"));
  scan.suppressed = 0;
  scan.origin = file;
  auto const fault = [&file](std::string const& what) {
    return Error{ErrorKind::invalid, printable(file) + ": " + what + "; scan again"};
  };
  auto const& results = member(report, "Results");
  if (!is_list(results)) return fault("Results is no list");
  for (auto const& result : results) {
    if (!result.is_object()) return fault("Results holds something that is no map");
    if (auto const wrong = add_result(result, scan); !wrong.empty()) return fault(std::string(wrong) + " is no list");
  }
  scan.add_classes();
  return scan;
}

}  // namespace lapwing::poll
