// SPDX-License-Identifier: Apache-2.0
#include "poll/security_sarif.hpp"

#include "unit/poll/scans.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace lapwing::poll {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Result<std::vector<Scan>> read_runs(std::string const& runs, std::string const& version = "2.1.0") {
  return scans_of_sarif(json::parse(R"({"version": ")" + version + R"(", "runs": )" + runs + "}"), "x.sarif");
}

/// One run of Semgrep with these rules and results.
Scan read(std::string const& rules, std::string const& results) {
  auto const scans = read_runs(R"([{"tool": {"driver": {"name": "Semgrep", "rules": )" + rules + R"(}}, "results": )" +
                               results + "}]");
  EXPECT_TRUE(scans) << scans.error().message;
  return scans->at(0);
}

std::vector<std::string> severities(Scan const& scan) {
  std::vector<std::string> out;
  for (auto const& finding : scan.findings) out.emplace_back(name_of(finding.severity));
  return out;
}

std::string refusal(Result<std::vector<Scan>> const& scans) { return scans ? "accepted" : scans.error().message; }

TEST(SecuritySarif, ReadsAResultOfTrivy) {
  auto const scans = read_runs(R"([{"tool": {"driver": {"name": "Trivy", "rules": [{"id": "CVE-1",
    "name": "OsPackageVulnerability", "properties": {"security-severity": "9.8", "tags": ["vulnerability", "security", "LOW"]}}]}},
    "results": [{"ruleId": "CVE-1", "ruleIndex": 0, "level": "note", "message": {"text":
        "Package: libssl1.1\nInstalled Version: 1.1.1c\nVulnerability CVE-1\nSeverity: LOW\nFixed Version: 1.1.1d\nLink: x"},
      "locations": [{"physicalLocation": {"artifactLocation": {"uri": "app.tar"}, "region": {"startLine": 1}}}]}],
    "properties": {"imageName": "app:1"}}])");
  ASSERT_TRUE(scans);
  ASSERT_THAT(*scans, SizeIs(1));
  auto const& scan = scans->front();
  EXPECT_EQ(scan.tool, "trivy");
  EXPECT_EQ(scan.target, "app:1");
  EXPECT_FALSE(scan.scanned_at);
  EXPECT_THAT(told(scan.findings), ElementsAre("vulnerability critical: CVE-1 in libssl1.1 1.1.1c (fixed in 1.1.1d)"));
}

TEST(SecuritySarif, ReadsAResultOfALinter) {
  auto const scan =
      read(R"([{"id": "B608", "name": "hardcoded_sql"}])", R"([{"ruleId": "B608", "message": {"text": "x: y"},
    "locations": [{"physicalLocation": {"artifactLocation": {"uri": "app.py"}, "region": {"startLine": 7}}}]}])");
  EXPECT_THAT(told(scan.findings), ElementsAre("code medium: B608 (hardcoded_sql) in app.py line 7"));
  EXPECT_THAT(scan.classes, ElementsAre(FindingClass::code));
}

TEST(SecuritySarif, TheScoreCountsBeforeTheTagAndTheTagBeforeTheLevel) {
  std::string rules, results;
  for (auto const* const properties :
       {R"("security-severity": "9.0")", R"("security-severity": 8.9)", R"("security-severity": "7")",
        R"("security-severity": "6.99")", R"("security-severity": " 4.0 ")", R"("security-severity": "0.1")",
        R"("security-severity": "0.0", "tags": ["UNKNOWN"])", R"("tags": ["security", 7, "HIGH"])",
        R"("security-severity": "ten", "tags": ["CRITICAL"])", R"("security-severity": 11, "tags": ["low"])",
        R"("security-severity": "nan", "tags": "HIGH")", R"("tags": ["HIGH CONFIDENCE"])"}) {
    auto const id = std::to_string(rules.size());
    rules += (rules.empty() ? "" : ",") + std::string(R"({"id": ")") + id + R"(", "properties": {)" + properties + "}}";
    results += (results.empty() ? "" : ",") + std::string(R"({"ruleId": ")") + id + R"(", "level": "note"})";
  }
  EXPECT_THAT(severities(read("[" + rules + "]", "[" + results + "]")),
              ElementsAre("critical", "high", "high", "medium", "medium", "low", "unknown", "high", "critical", "low",
                          "low", "low"));
}

TEST(SecuritySarif, TheLevelIsTheResultsElseTheRulesElseWarning) {
  auto const scan = read(R"([{"id": "a", "defaultConfiguration": {"level": "error"}}, {"id": "b"}])",
                         R"([{"ruleId": "a"}, {"ruleId": "a", "level": "note"}, {"ruleId": "b"}, {"ruleId": "c"},
                             {"ruleId": "b", "level": "none"}, {"ruleId": "b", "level": 3}])");
  EXPECT_THAT(severities(scan), ElementsAre("high", "low", "medium", "medium", "unknown", "medium"));
}

TEST(SecuritySarif, FindsTheRuleByIdIndexSubRuleAndExtension) {
  auto const scans =
      read_runs(R"([{"tool": {"driver": {"name": "CodeQL", "rules": [{"id": "own", "properties": {"tags": ["HIGH"]}}]},
    "extensions": [{"name": "pack", "rules": [{"id": "js/zipslip", "properties": {"security-severity": "9.5"}}]}, 7]},
    "results": [{"ruleIndex": 0}, {"ruleId": "own/2"}, {"rule": {"id": "js/zipslip", "index": 0}},
                {"ruleIndex": 99}, {"ruleIndex": -1}]}])");
  ASSERT_TRUE(scans);
  EXPECT_THAT(severities(scans->front()), ElementsAre("high", "high", "critical", "medium", "medium"));
  EXPECT_EQ(scans->front().findings[0].id, "own");
  EXPECT_EQ(scans->front().findings[1].id, "own/2");
  EXPECT_EQ(scans->front().findings[3].id, "");
}

TEST(SecuritySarif, ClassesComeFromTagsAndNames) {
  auto const scan = read(R"([{"id": "1", "properties": {"tags": ["secret"]}}, {"id": "2", "name": "Misconfiguration",
                              "shortDescription": {"text": "runs as root"}}, {"id": "3", "name": "License"},
                             {"id": "4", "name": "LanguageSpecificPackageVulnerability"}, {"id": "5", "name": "UnknownIssue"}])",
                         R"([{"ruleId": "1"}, {"ruleId": "2"}, {"ruleId": "3"}, {"ruleId": "4"}, {"ruleId": "5"}])");
  EXPECT_THAT(told(scan.findings),
              ElementsAre("secret medium: 1", "misconfiguration medium: 2 (runs as root)", "license medium: 3",
                          "vulnerability medium: 4", "code medium: 5 (UnknownIssue)"));
}

TEST(SecuritySarif, SuppressedResultsCountApartButARefusedSuppressionIsNone) {
  auto const scan = read("[]", R"([{"suppressions": [{"kind": "external"}]}, {"suppressions": [{"status": "accepted"}]},
    {"suppressions": []}, {"suppressions": null}, {"suppressions": [{"status": "rejected"}]},
    {"suppressions": [{"status": "accepted"}, {"status": "underReview"}]}])");
  EXPECT_EQ(scan.suppressed, 2u);
  EXPECT_THAT(scan.findings, SizeIs(4));
}

TEST(SecuritySarif, WhatPassedOrIsGoneIsNoFinding) {
  auto const scan = read("[]", R"([{"kind": "pass"}, {"kind": "notApplicable"}, {"kind": "informational"},
    {"baselineState": "absent"}, {"kind": "fail", "baselineState": "unchanged"}, {"kind": "review"}])");
  EXPECT_THAT(scan.findings, SizeIs(2));
  EXPECT_EQ(scan.suppressed, 0u);
}

TEST(SecuritySarif, AResultThatIsNoMapIsAFindingAllTheSame) {
  EXPECT_THAT(
      told(read("[7, null]", R"([7, null, "x", {"locations": {}, "message": []}, {"locations": [[]]}])").findings),
      testing::Each("code medium: (no id)"));
}

TEST(SecuritySarif, NoResultsIsCleanButNoListOfResultsIsUnknown) {
  auto const clean = read("[]", "[]");
  EXPECT_THAT(clean.findings, IsEmpty());
  EXPECT_THAT(clean.classes, ElementsAre(FindingClass::code));
  auto const tool = std::string(R"("tool": {"driver": {"name": "X"}})");
  EXPECT_EQ(refusal(read_runs("[{" + tool + "}]")), "x.sarif: the run of x has no list of results; scan again");
  EXPECT_EQ(refusal(read_runs("[{" + tool + R"(, "results": null}])")),
            "x.sarif: the run of x has no list of results; scan again");
  EXPECT_THAT(refusal(read_runs("[7]")), HasSubstr("no list of results"));
  EXPECT_EQ(refusal(read_runs("[]")), "x.sarif: holds no run of a scanner; scan again");
  EXPECT_THAT(refusal(read_runs("[]", "1.0.0")), HasSubstr("SARIF '1.0.0' is not read, 2.1.0 is"));
}

TEST(SecuritySarif, ARunThatFailedAndFoundNothingIsNotClean) {
  auto const run = [](std::string const& results) {
    return read_runs(
        R"([{"tool": {"driver": {"name": "X"}}, "invocations": [{"executionSuccessful": false}], "results": )" +
        results + "}]");
  };
  EXPECT_EQ(refusal(run("[]")), "x.sarif: the run of x failed; scan again");
  ASSERT_TRUE(run("[{}]"));
  EXPECT_THAT(run("[{}]")->front().findings, SizeIs(1));
}

TEST(SecuritySarif, TimeTargetAndToolComeFromTheRun) {
  auto const scans = read_runs(R"([
    {"tool": {"driver": {"name": "A"}}, "results": [], "automationDetails": {"id": "nightly/api/2026-11-20"},
     "invocations": [{"startTimeUtc": "2026-11-20T01:00:00Z", "endTimeUtc": "2026-11-20T02:00:00Z"}, {"startTimeUtc": "2026-11-20T03:00:00Z"}, 7]},
    {"tool": {"driver": {"name": 5}}, "results": [], "automationDetails": {"id": "2026-11-20"}, "invocations": [{"endTimeUtc": "never"}]}])");
  ASSERT_TRUE(scans);
  EXPECT_EQ(scans->at(0).target, "nightly/api");
  EXPECT_EQ(scans->at(0).scanned_at, at("2026-11-20T03:00:00Z"));
  EXPECT_EQ(scans->at(1).tool, "sarif");
  EXPECT_EQ(scans->at(1).target, "");
  EXPECT_FALSE(scans->at(1).scanned_at);
}

TEST(SecuritySarif, RunsOfOneToolAndTargetAreOneScan) {
  auto const run = [](std::string const& name, std::string const& more) {
    return R"({"tool": {"driver": {"name": ")" + name + R"("}}, "results": [{"ruleId": "r"}, {"suppressions": [{}]}])" +
           more + "}";
  };
  auto const scans = read_runs("[" + run("CodeQL", "") + "," + run("Bandit", "") + "," +
                               run("CodeQL", R"(, "invocations": [{"endTimeUtc": "2026-11-20"}])") + "]");
  ASSERT_TRUE(scans);
  ASSERT_THAT(*scans, SizeIs(2));
  EXPECT_EQ(scans->at(0).tool, "codeql");
  EXPECT_THAT(scans->at(0).findings, SizeIs(2));
  EXPECT_EQ(scans->at(0).suppressed, 2u);
  EXPECT_EQ(scans->at(0).scanned_at, at("2026-11-20"));
  EXPECT_THAT(scans->at(1).findings, SizeIs(1));
}

}  // namespace
}  // namespace lapwing::poll
