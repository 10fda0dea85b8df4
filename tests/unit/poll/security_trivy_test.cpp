// SPDX-License-Identifier: Apache-2.0
#include "poll/security_trivy.hpp"

#include "unit/poll/scans.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace lapwing::poll {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

/// A report with these Results; of what is written here nothing is filtered out.
Result<Scan> read(std::string const& results) {
  return scan_of_trivy(json::parse(R"({"SchemaVersion": 2, "CreatedAt": "2026-11-20T08:00:00.000000005+01:00",
    "ArtifactName": "app:1", "Results": )" +
                                   results + "}"),
                       "trivy.json");
}

std::string refusal(std::string const& results) {
  auto const scan = read(results);
  return scan ? "accepted" : scan.error().message;
}

TEST(SecurityTrivy, ReadsAVulnerabilityOfEachKindOfPackage) {
  auto const scan = read(R"([
    {"Target": "app:1 on alpine", "Class": "os-pkgs", "Vulnerabilities": [
      {"VulnerabilityID": "CVE-1", "PkgName": "musl", "InstalledVersion": "1.1", "FixedVersion": "1.2", "Severity": "CRITICAL"}]},
    {"Target": "package-lock.json", "Class": "lang-pkgs", "Vulnerabilities": [
      {"VulnerabilityID": "CVE-2", "PkgName": "debug", "InstalledVersion": "3.0", "Severity": "LOW"},
      {"VulnerabilityID": "CVE-3", "PkgName": "ms", "PkgPath": "a/ms.json", "Severity": "UNKNOWN"}]}])");
  ASSERT_TRUE(scan);
  EXPECT_EQ(scan->tool, "trivy");
  EXPECT_EQ(scan->target, "app:1");
  EXPECT_EQ(scan->scanned_at, at("2026-11-20T07:00:00Z"));
  EXPECT_EQ(scan->suppressed, 0u);
  EXPECT_THAT(told(scan->findings),
              ElementsAre("vulnerability critical: CVE-1 in musl 1.1 (fixed in 1.2)",
                          "vulnerability low: CVE-2 in debug 3.0", "vulnerability unknown: CVE-3 in ms"));
  EXPECT_EQ(scan->findings[0].file, "") << "the tag of an image is no part of a finding";
  EXPECT_EQ(scan->findings[1].file, "package-lock.json");
  EXPECT_EQ(scan->findings[2].file, "a/ms.json");
}

TEST(SecurityTrivy, KeepsClassesApart) {
  auto const scan = read(R"([
    {"Target": "Dockerfile", "Class": "config", "Misconfigurations": [
      {"ID": "DS-0002", "Title": "runs as root", "Severity": "HIGH", "Status": "FAIL", "CauseMetadata": {"StartLine": 4}},
      {"ID": "DS-0001", "Severity": "CRITICAL", "Status": "PASS"}]},
    {"Target": "deploy.sh", "Class": "secret", "Secrets": [
      {"RuleID": "aws-access-key-id", "Severity": "CRITICAL", "StartLine": 3, "Match": "AKIA"}]},
    {"Target": "Python", "Class": "license", "Licenses": [
      {"Name": "AGPL-3.0", "PkgName": "x", "Severity": "HIGH"}, {"Name": "GPL-3.0", "FilePath": "lib/LICENSE", "Severity": "LOW"}]}])");
  ASSERT_TRUE(scan);
  EXPECT_THAT(told(scan->findings), ElementsAre("misconfiguration high: DS-0002 (runs as root) in Dockerfile line 4",
                                                "secret critical: aws-access-key-id in deploy.sh line 3",
                                                "license high: AGPL-3.0 in x", "license low: GPL-3.0 in lib/LICENSE"));
  EXPECT_THAT(scan->classes, ElementsAre(FindingClass::misconfiguration, FindingClass::secret, FindingClass::license));
}

TEST(SecurityTrivy, MissingNullAndEmptyListsFindNothing) {
  for (auto const* const results :
       {"null", "[]", R"([{"Target": "x", "Class": "os-pkgs"}])",
        R"([{"Class": "os-pkgs", "Vulnerabilities": null, "Secrets": [], "Licenses": null}])"}) {
    auto const scan = read(results);
    ASSERT_TRUE(scan) << results;
    EXPECT_THAT(scan->findings, IsEmpty()) << results;
    EXPECT_THAT(scan->classes, ElementsAre(FindingClass::vulnerability)) << results;
  }
  EXPECT_TRUE(scan_of_trivy(json::parse(R"({"SchemaVersion": 2, "ArtifactName": "x"})"), "t")->findings.empty());
  EXPECT_THAT(read(R"([{"Class": "config"}, {"Class": "license-file"}])")->classes,
              ElementsAre(FindingClass::misconfiguration, FindingClass::license));
}

TEST(SecurityTrivy, CountsWhatWasSetAsideApart) {
  auto const scan = read(R"([
    {"Vulnerabilities": [{"VulnerabilityID": "CVE-1", "Severity": "HIGH"}],
     "ExperimentalModifiedFindings": [{"Finding": {"VulnerabilityID": "CVE-2", "Severity": "LOW"}}, {"Status": "ignored"}]},
    {"ExperimentalModifiedFindings": [{}]}])");
  ASSERT_TRUE(scan);
  EXPECT_THAT(scan->findings, testing::SizeIs(1));
  EXPECT_EQ(scan->suppressed, 3u);
}

TEST(SecurityTrivy, WhatItDoesNotUnderstandIsAFindingOfUnknownSeverity) {
  auto const scan = read(R"([{"Target": "t", "Vulnerabilities": [7, null, "CVE-1", [], {},
    {"VulnerabilityID": 9, "PkgName": "x", "Severity": 9.8}, {"VulnerabilityID": "CVE-2", "Severity": "SEVERE"}],
    "Misconfigurations": [{"Status": 1}], "Secrets": [{"StartLine": -3}]}])");
  ASSERT_TRUE(scan);
  EXPECT_THAT(told(scan->findings),
              ElementsAre("vulnerability unknown: (no id) in t", "vulnerability unknown: (no id) in t",
                          "vulnerability unknown: (no id) in t", "vulnerability unknown: (no id) in t",
                          "vulnerability unknown: (no id) in t", "vulnerability unknown: (no id) in x",
                          "vulnerability unknown: CVE-2 in t", "misconfiguration unknown: (no id) in t",
                          "secret unknown: (no id) in t"));
}

TEST(SecurityTrivy, AListThatIsNoneMakesTheReportUnreadable) {
  EXPECT_EQ(refusal("{}"), "trivy.json: Results is no list; scan again");
  EXPECT_EQ(refusal("7"), "trivy.json: Results is no list; scan again");
  EXPECT_EQ(refusal("[7]"), "trivy.json: Results holds something that is no map; scan again");
  EXPECT_EQ(refusal(R"([{"Vulnerabilities": {}}])"), "trivy.json: Vulnerabilities is no list; scan again");
  EXPECT_EQ(refusal(R"([{"Secrets": "none"}])"), "trivy.json: Secrets is no list; scan again");
  EXPECT_EQ(refusal(R"([{"ExperimentalModifiedFindings": 0}])"),
            "trivy.json: ExperimentalModifiedFindings is no list; scan again");
}

TEST(SecurityTrivy, IsToldByItsSchemaVersion) {
  EXPECT_TRUE(is_trivy(json::parse(R"({"SchemaVersion": 2})")));
  for (auto const* const text :
       {"{}", "[]", "null", R"([{"Target": "x", "Vulnerabilities": []}])", R"({"SchemaVersion": "2"})"})
    EXPECT_FALSE(is_trivy(json::parse(text))) << text;
}

TEST(SecurityTrivy, ATimeThatIsNoneIsAbsent) {
  for (auto const* const text : {R"({"CreatedAt": 5})", R"({"CreatedAt": "soon"})", "{}"})
    EXPECT_FALSE(scan_of_trivy(json::parse(text), "t")->scanned_at) << text;
}

}  // namespace
}  // namespace lapwing::poll
