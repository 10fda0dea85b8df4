// SPDX-License-Identifier: Apache-2.0
#include "poll/security_scan.hpp"

#include "config/map_reader.hpp"
#include "poll/security_github.hpp"
#include "support/fake_http.hpp"
#include "support/folder.hpp"
#include "support/loop.hpp"
#include "unit/poll/scans.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace lapwing::poll {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

class SecurityScanTest : public testing::Test {
 protected:
  SecurityScanTest() { options.path = folder.path("trivy-*.json"); }

  Result<PollReport> poll(std::string cursor = "", TimePoint now = at("2026-11-25T06:30:00Z")) {
    SecurityScan poller(options);
    test::FakeHttp http;
    Workers workers(0);
    PollContext context{now, std::move(cursor), http, workers};
    auto task = poller.poll(std::move(context));
    return test::run_now(std::move(task));
  }

  /// A report on one target with so many critical vulnerabilities.
  std::string write(std::string const& name, std::string const& created, int critical,
                    std::string const& target = "app") {
    auto vulnerabilities = json::array();
    for (int i = 0; i < critical; ++i)
      vulnerabilities.push_back(
          {{"VulnerabilityID", "CVE-" + std::to_string(i)}, {"PkgName", "x"}, {"Severity", "CRITICAL"}});
    json const report{{"SchemaVersion", 2},
                      {"CreatedAt", created},
                      {"ArtifactName", target},
                      {"Results", {{{"Target", target}, {"Class", "os-pkgs"}, {"Vulnerabilities", vulnerabilities}}}}};
    return folder.write(name, report.dump(2));
  }

  void touch(std::string const& file, std::string_view when) {
    std::filesystem::last_write_time(file, std::chrono::file_clock::from_sys(at(when)));
  }

  test::Folder folder;
  ScanFilesOptions options;
};

TEST_F(SecurityScanTest, OfEachTargetTheNewestReportCounts) {
  touch(write("trivy-z-old.json", "2026-11-20T00:00:00Z", 5), "2026-11-24");
  touch(write("trivy-a-new.json", "2026-11-21T00:00:00Z", 2), "2026-11-23");
  write("trivy-other.json", "2026-11-01T00:00:00Z", 1, "db");
  folder.write("unrelated.json", "{");
  auto const report = poll();
  ASSERT_TRUE(report);
  auto const app = the(*report, "security.findings", {{"target", "app"}, {"severity", "critical"}});
  EXPECT_EQ(app.value, 2);
  EXPECT_EQ(app.at, at("2026-11-21"));
  EXPECT_EQ(the(*report, "security.findings", {{"target", "db"}, {"severity", "critical"}}).value, 1);
  EXPECT_EQ(the(*report, "security.unreadable").value, 0);
  EXPECT_EQ(the(*report, "security.unreadable").labels, (Labels{{"path", options.path}}));
}

TEST_F(SecurityScanTest, OfTwoReportsOfOneTimeTheLaterFileCounts) {
  touch(write("trivy-b.json", "2026-11-20", 5), "2026-11-21");
  touch(write("trivy-a.json", "2026-11-20", 2), "2026-11-22");
  EXPECT_THAT(counted(*poll()), ElementsAre(Pair("vulnerability critical", 2)));
}

TEST_F(SecurityScanTest, ATargetOfTheOperatorsMakesOneOfThemAll) {
  write("trivy-1.json", "2026-11-20", 5, "app:build-1");
  write("trivy-2.json", "2026-11-21", 2, "app:build-2");
  options.target = "app";
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_EQ(the(*report, "security.findings", {{"severity", "critical"}}).value, 2);
  EXPECT_EQ(the(*report, "security.scan_age").labels, (Labels{{"tool", "trivy"}, {"target", "app"}}));
}

TEST_F(SecurityScanTest, AReportWithoutTimeAndTargetHasThoseOfItsFile) {
  touch(folder.write("trivy-fs.json", R"({"SchemaVersion": 2})"), "2026-11-22T10:00:00Z");
  touch(write("trivy-future.json", "2031-01-01", 1, "future"), "2026-11-23");
  touch(write("trivy-zero.json", "0001-01-01T00:00:00Z", 1, "zero"), "2026-11-24");
  touch(write("trivy-clock.json", "2031-01-01", 1, "clock"), "2031-01-01");
  auto const report = poll();
  ASSERT_TRUE(report);
  auto const time_of = [&](std::string const& target) {
    return the(*report, "security.findings", {{"target", target}, {"severity", "critical"}}).at;
  };
  EXPECT_EQ(time_of("trivy-fs.json"), at("2026-11-22T10:00:00Z"));
  EXPECT_EQ(time_of("future"), at("2026-11-23"));
  EXPECT_EQ(time_of("zero"), at("2026-11-24"));
  EXPECT_EQ(time_of("clock"), at("2026-11-25T06:30:00Z"));
}

TEST_F(SecurityScanTest, WhatCanNotBeReadIsNeverZeroFindings) {
  for (auto const* const bytes :
       {"", "\n", "{\"SchemaVersion\": 2, \"Results\": [", "{}", "[]", "null", "app (alpine)\n====\nTotal: 0\n",
        "{\"SchemaVersion\": 2, \"Results\": {}}", "{\"version\": \"2.1.0\", \"runs\": []}"}) {
    folder.write("trivy-a.json", bytes);
    auto const report = poll();
    ASSERT_TRUE(report) << bytes;
    EXPECT_THAT(samples_of(*report, "security.findings"), IsEmpty()) << bytes;
    EXPECT_THAT(samples_of(*report, "security.scan_age"), IsEmpty()) << bytes;
    EXPECT_EQ(the(*report, "security.unreadable").value, 1) << bytes;
    EXPECT_THAT(the(*report, "security.unreadable").note.raw(), HasSubstr("trivy-a.json")) << bytes;
  }
}

TEST_F(SecurityScanTest, ABrokenNewReportLeavesTheOldOneStanding) {
  write("trivy-1.json", "2026-11-20", 3);
  folder.write("trivy-2.json", "{\"SchemaVersion\": 2,");
  std::filesystem::create_symlink("/nowhere/at/all", folder.path("trivy-3.json"));
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(counted(*report), ElementsAre(Pair("vulnerability critical", 3)));
  EXPECT_EQ(the(*report, "security.unreadable").value, 2);
  EXPECT_EQ(the(*report, "security.unreadable").note.raw(),
            "trivy-2.json: ends in the middle; the scan was interrupted, or is being written; and 1 more");
}

TEST_F(SecurityScanTest, NoReportAtAllIsAnErrorThatNamesWhatWasLookedFor) {
  auto const none = poll();
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::not_found);
  EXPECT_THAT(none.error().message, HasSubstr(options.path));
  options.path = folder.path("trivy.json");
  auto const file = poll();
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::not_found);
  EXPECT_THAT(file.error().message, AllOf(HasSubstr(options.path), HasSubstr("does not exist")));
}

TEST_F(SecurityScanTest, JsonAndSarifStandSideBySide) {
  write("scan-trivy.json", "2026-11-20", 1);
  folder.write(
      "scan-bandit.sarif",
      R"({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Bandit"}}, "results": [{"ruleId": "B1"}]}]})");
  options.path = folder.path("scan-*");
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(counted(*report), ElementsAre(Pair("code medium", 1), Pair("vulnerability critical", 1)));
  EXPECT_EQ(the(*report, "security.findings", {{"tool", "bandit"}, {"severity", "medium"}}).labels.get("target"),
            "scan-bandit.sarif");
}

TEST_F(SecurityScanTest, NewFindingsAreKnownAcrossPolls) {
  write("trivy-a.json", "2026-11-20", 1);
  auto const first = poll();
  write("trivy-b.json", "2026-11-21", 3);
  auto const second = poll(first->cursor);
  EXPECT_EQ(the(*second, "security.new_findings", {{"severity", "critical"}}).value, 2);
  auto const third = poll(second->cursor);
  EXPECT_THAT(samples_of(*third, "security.new_findings"), IsEmpty());
}

TEST_F(SecurityScanTest, LabelsFromAReportArePrintable) {
  write("trivy-a.json", "2026-11-20", 1, "app\n\x1b[31m" + std::string(1000, 'x'));
  auto const report = poll();
  ASSERT_TRUE(report);
  auto const target = std::string(the(*report, "security.scan_age").labels.get("target"));
  EXPECT_EQ(find_unprintable(target), target.npos);
  EXPECT_LE(target.size(), 210u);
}

TEST_F(SecurityScanTest, AProbeSaysWhatCanBeReadAndWhatNot) {
  auto const probe = [this] {
    SecurityScan poller(options);
    test::FakeHttp http;
    Workers workers(0);
    PollContext context{at("2026-11-25"), "", http, workers};
    auto task = poller.probe(std::move(context));
    return test::run_now(std::move(task)).at(0);
  };
  EXPECT_FALSE(probe().is_readable);
  EXPECT_THAT(probe().words, HasSubstr("no file matches"));
  write("trivy-a.json", "2026-11-20", 1);
  EXPECT_TRUE(probe().is_readable);
  EXPECT_EQ(probe().words, "1 scan");
  folder.write("trivy-b.json", "{");
  EXPECT_FALSE(probe().is_readable);
  EXPECT_THAT(probe().words, HasSubstr("trivy-b.json: ends in the middle"));
}

TEST_F(SecurityScanTest, TheSourceSaysWhichPollerItIs) {
  config::Problems problems;
  Redactor redactor;
  config::References references([](std::string const&) { return std::string(); }, redactor);
  auto const read = [&](std::string_view yaml) {
    auto const value = config::parse_yaml(yaml, "lapwing.yaml", problems);
    config::MapReader map(value.value(), "pollers.scans", {problems, references});
    auto poller = read_security_scan(map, "scans");
    map.finish();
    return poller;
  };
  EXPECT_NE(dynamic_cast<SecurityScan*>(read("path: x\n").get()), nullptr);
  EXPECT_NE(dynamic_cast<SecurityGithub*>(read("{source: github, repository: acme/shop}").get()), nullptr);
  EXPECT_TRUE(problems.empty()) << problems.to_string();
  read("{path: x, repository: acme/shop}");
  EXPECT_THAT(problems.to_string(), AllOf(HasSubstr("unknown key 'repository'"), HasSubstr("source")));
}

TEST_F(SecurityScanTest, StopsBetweenFilesWhenAsked) {
  write("trivy-a.json", "2026-11-20", 1);
  SecurityScan poller(options);
  test::FakeHttp http;
  Workers workers(0);
  workers.request_stop();
  PollContext context{at("2026-11-25"), "", http, workers};
  auto task = poller.poll(std::move(context));
  EXPECT_FALSE(test::run_now(std::move(task)));
}

/// Trivy's own golden reports; the tests above mean something without them.
class SecurityScanOnSharedData : public SecurityScanTest {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(data)) GTEST_SKIP() << "no " << data;
  }

  std::map<std::string, double> findings_in(std::string const& name) {
    options.path = data + "/" + name;
    auto const report = poll();
    EXPECT_TRUE(report) << report.error().message;
    EXPECT_EQ(the(*report, "security.unreadable").value, 0) << the(*report, "security.unreadable").note.raw();
    EXPECT_FALSE(samples_of(*report, "security.findings").empty()) << name;
    return counted(*report);
  }

  std::string const data = LAPWING_SHARED_DATA "/trivy";
};

TEST_F(SecurityScanOnSharedData, CountsWhatEachReportHolds) {
  EXPECT_THAT(findings_in("fs_pip_high_medium.json"),
              ElementsAre(Pair("vulnerability high", 1), Pair("vulnerability medium", 1)));
  EXPECT_THAT(findings_in("image_photon_critical_high.json"),
              ElementsAre(Pair("vulnerability critical", 2), Pair("vulnerability high", 1)));
  EXPECT_THAT(findings_in("image_alpine_filtered_high_critical.json"), ElementsAre(Pair("vulnerability critical", 2)));
  EXPECT_THAT(findings_in("repo_secrets_critical_high.json"),
              ElementsAre(Pair("secret critical", 1), Pair("secret high", 1)));
  EXPECT_THAT(findings_in("repo_misconfig_high.json"), ElementsAre(Pair("misconfiguration high", 1)));
  EXPECT_THAT(findings_in("repo_gomod_unknown_severity.json"),
              ElementsAre(Pair("vulnerability medium", 1), Pair("vulnerability unknown", 4)));
  EXPECT_THAT(findings_in("image_clean_results_without_vulnerabilities.json"), IsEmpty());
  EXPECT_THAT(findings_in("repo_clean_no_results_key.json"), IsEmpty());
  EXPECT_THAT(findings_in("image_alpine310.sarif"), ElementsAre(Pair("vulnerability medium", 4)));
}

TEST_F(SecurityScanOnSharedData, WhatWasSetAsideIsCountedApart) {
  EXPECT_THAT(findings_in("fs_npm_with_suppressed.json"), ElementsAre(Pair("vulnerability high", 1)));
  auto const report = poll();
  EXPECT_GT(the(*report, "security.suppressed").value, 0);
  EXPECT_EQ(the(*report, "security.findings", {{"severity", "high"}}).at, at("2024-09-09T07:21:09.230Z"));
}

TEST_F(SecurityScanOnSharedData, AllOfThemAtOnceAreATargetEach) {
  options.path = data + "/*.json";
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_EQ(the(*report, "security.unreadable").value, 0);
  EXPECT_THAT(samples_of(*report, "security.scan_age"), SizeIs(9));
  for (auto const& sample : report->samples) EXPECT_EQ(sample.note.raw().find("ghp_"), std::string::npos);
}

TEST_F(SecurityScanOnSharedData, AReportCutAnywhereHoldsNoFinding) {
  auto const whole = test::read_file(data + "/repo_secrets_critical_high.json");
  for (std::size_t size = 0; size + 2 < whole.size(); size += 97) {
    folder.write("trivy-cut.json", whole.substr(0, size));
    auto const report = poll();
    ASSERT_TRUE(report);
    EXPECT_THAT(samples_of(*report, "security.findings"), IsEmpty()) << size;
    EXPECT_EQ(the(*report, "security.unreadable").value, 1) << size;
  }
}

}  // namespace
}  // namespace lapwing::poll
