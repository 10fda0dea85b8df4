// SPDX-License-Identifier: Apache-2.0
#include "poll/security_alerts.hpp"

#include "support/folder.hpp"
#include "unit/poll/scans.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace lapwing::poll {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

/// "tool: " and the finding as told shows it.
std::vector<std::string> told(Result<std::vector<Alert>> const& alerts) {
  if (!alerts) return {alerts.error().message};
  std::vector<std::string> out;
  for (auto const& alert : *alerts) out.push_back(alert.tool + ": " + poll::told({alert.finding}).front());
  return out;
}

TEST(SecurityAlerts, ReadsCodeScanningByTheRulesSecuritySeverityElseItsSeverity) {
  auto const alerts = parse_code_scanning_alerts(R"([
    {"number": 4, "state": "open", "rule": {"id": "js/zipslip", "name": "js/zipslip", "severity": "warning", "security_severity_level": "critical"},
     "tool": {"name": "CodeQL"}, "most_recent_instance": {"location": {"path": "a.ts", "start_line": 917}, "message": {"text": "x"}}},
    {"number": 3, "state": "open", "rule": {"id": "B608", "name": "hardcoded_sql", "severity": "error", "security_severity_level": null}, "tool": {"name": "Bandit"}},
    {"number": 2, "rule": {"id": "r", "severity": "note"}, "tool": {"name": "Bandit"}},
    {"number": 1, "state": "open", "rule": {"id": "CVE-1", "name": "OsPackageVulnerability", "severity": "error", "security_severity_level": "medium"},
     "tool": {"name": "Trivy"}, "most_recent_instance": {"message": {"text": "Package: musl\nInstalled Version: 1.1\nFixed Version: 1.2"}}}])");
  EXPECT_THAT(told(alerts), ElementsAre("codeql: code critical: js/zipslip in a.ts line 917",
                                        "bandit: code high: B608 (hardcoded_sql)", "bandit: code low: r",
                                        "trivy: vulnerability medium: CVE-1 in musl 1.1 (fixed in 1.2)"));
  EXPECT_EQ(alerts->at(0).number, 4);
}

TEST(SecurityAlerts, ReadsDependabotByTheAdvisorysSeverity) {
  auto const alerts = parse_dependabot_alerts(R"([
    {"number": 2, "state": "open", "dependency": {"package": {"ecosystem": "pip", "name": "jinja2"}, "manifest_path": "requirements.txt"},
     "security_advisory": {"ghsa_id": "GHSA-1", "cve_id": "CVE-2024-22195", "severity": "medium"},
     "security_vulnerability": {"severity": "low", "first_patched_version": {"identifier": "3.1.3"}}},
    {"number": 1, "state": "open", "security_advisory": {"ghsa_id": "GHSA-2", "cve_id": null},
     "security_vulnerability": {"severity": "critical", "first_patched_version": null}}])");
  EXPECT_THAT(told(alerts), ElementsAre("dependabot: vulnerability medium: CVE-2024-22195 in jinja2 (fixed in 3.1.3)",
                                        "dependabot: vulnerability critical: GHSA-2"));
  EXPECT_EQ(alerts->at(0).finding.file, "requirements.txt");
}

TEST(SecurityAlerts, WhatWasDismissedOrFixedIsNotOpen) {
  for (auto const* const state : {"dismissed", "fixed", "auto_dismissed"}) {
    auto const body = R"([{"number": 1, "state": ")" + std::string(state) + R"("}])";
    EXPECT_THAT(told(parse_code_scanning_alerts(body)), IsEmpty()) << state;
    EXPECT_THAT(told(parse_dependabot_alerts(body)), IsEmpty()) << state;
  }
}

TEST(SecurityAlerts, AnAlertThatSaysLittleCountsAllTheSame) {
  EXPECT_THAT(told(parse_code_scanning_alerts(R"([{}, {"rule": 7, "tool": [], "state": 3, "number": "x"},
                                                  {"rule": {"id": 9, "severity": 9.8}, "most_recent_instance": {"location": {"start_line": -4}}}])")),
              testing::Each("code-scanning: code unknown: (no id)"));
  EXPECT_THAT(told(parse_dependabot_alerts(R"([{}, {"security_advisory": {"severity": 10}, "dependency": "x"}])")),
              testing::Each("dependabot: vulnerability unknown: (no id)"));
}

TEST(SecurityAlerts, AnAnswerThatIsNoListIsRefused) {
  for (auto const* const body : {"", "{", "[", "[{\"number\": 1", "<html>", "{\"message\": \"x\"}", "null", "7"}) {
    EXPECT_FALSE(parse_code_scanning_alerts(body)) << body;
    EXPECT_FALSE(parse_dependabot_alerts(body)) << body;
    EXPECT_FALSE(parse_analyses(body)) << body;
  }
  EXPECT_THAT(told(parse_dependabot_alerts("[{\"number\": 1")), ElementsAre(HasSubstr("cut short")));
  EXPECT_FALSE(parse_dependabot_alerts(std::string(1'000'000, '[')));
}

TEST(SecurityAlerts, AnEmptyListIsNoAlert) {
  EXPECT_THAT(told(parse_code_scanning_alerts("[]")), IsEmpty());
  EXPECT_THAT(told(parse_dependabot_alerts("[]")), IsEmpty());
  EXPECT_TRUE(parse_analyses("[]")->empty());
}

TEST(SecurityAlerts, OfEachToolTheNewestAnalysisOfABranchCounts) {
  auto const analyses = parse_analyses(R"([
    {"ref": "refs/pull/7/merge", "created_at": "2026-11-24T00:00:00Z", "tool": {"name": "CodeQL"}, "error": ""},
    {"ref": "refs/heads/main", "created_at": "2026-11-23T00:00:00Z", "tool": {"name": "CodeQL"}, "error": "too large"},
    {"ref": "refs/heads/main", "created_at": "2026-11-21T00:00:00Z", "tool": {"name": "CodeQL"}, "error": ""},
    {"ref": "refs/heads/main", "created_at": "2026-11-22T00:00:00Z", "tool": {"name": "CodeQL"}, "error": ""},
    {"ref": "refs/heads/main", "created_at": "2026-11-20T00:00:00Z", "tool": {"name": "Trivy"}},
    {"ref": "refs/heads/main", "created_at": "soon", "tool": {"name": "Bandit"}}])");
  ASSERT_TRUE(analyses);
  EXPECT_THAT(*analyses, ElementsAre(Pair("codeql", at("2026-11-22")), Pair("trivy", at("2026-11-20"))));
}

/// Recorded answers; the tests above mean something without them.
class SecurityAlertsOnSharedData : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(data)) GTEST_SKIP() << "no " << data;
  }
  std::string body(std::string const& name) const { return test::read_file(data + "/" + name); }
  std::string const data = LAPWING_SHARED_DATA "/github";
};

TEST_F(SecurityAlertsOnSharedData, ReadsTheRecordedAlerts) {
  EXPECT_THAT(
      told(parse_code_scanning_alerts(body("code_scanning_alerts_repo_2025.json"))),
      ElementsAre(
          "codeql: code medium: actions/missing-workflow-permissions in .github/workflows/top-issues.yaml line 9",
          "codeql: code medium: actions/missing-workflow-permissions in .github/workflows/pypi-release.yml line 14",
          "codeql: code medium: actions/missing-workflow-permissions in .github/workflows/pypi-release.yml line 9",
          "codeql: code medium: actions/missing-workflow-permissions in .github/workflows/_build-pkg.yml line 14"));
  EXPECT_EQ(parse_code_scanning_alerts(body("code_scanning_alerts_repo_rb_0.json"))->size(), 1u)
      << "the other is dismissed";
  EXPECT_THAT(told(parse_code_scanning_alerts(body("example_code_scanning_alert_items.json"))),
              ElementsAre("codeql: code high: js/zipslip in spec-main/api-session-spec.ts line 917"));
  EXPECT_EQ(parse_dependabot_alerts(body("dependabot_alerts_org_2024.json"))->size(), 6u);
  EXPECT_THAT(told(parse_dependabot_alerts(body("dependabot_alerts_repo_2024.json"))), IsEmpty());
  EXPECT_THAT(told(parse_dependabot_alerts(body("example_dependabot_alerts_for_repository.json"))),
              ElementsAre("dependabot: vulnerability medium: CVE-2021-20191 in ansible (fixed in 2.8.19)"));
  EXPECT_THAT(*parse_analyses(body("code_scanning_analyses_rb_0.json")),
              ElementsAre(Pair("codeql", at("2024-05-31T05:51:15Z"))));
}

TEST_F(SecurityAlertsOnSharedData, ErrorsAreNoAlerts) {
  for (auto const* const name : {"error_200_invalid_json.txt", "error_404_repo_2012.json", "error_503_html.html",
                                 "code_scanning_alert_get_2025.json", "error_403_bad_user_agent.json"}) {
    EXPECT_FALSE(parse_code_scanning_alerts(body(name))) << name;
    EXPECT_FALSE(parse_dependabot_alerts(body(name))) << name;
  }
}

}  // namespace
}  // namespace lapwing::poll
