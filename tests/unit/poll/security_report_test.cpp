// SPDX-License-Identifier: Apache-2.0
#include "poll/security_report.hpp"

#include "core/catalogue.hpp"
#include "poll/security_cursor.hpp"
#include "unit/poll/scans.hpp"

#include <gmock/gmock.h>

namespace lapwing::poll {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;
using testing::StartsWith;

TimePoint const kNow = at("2026-11-25T06:30:00Z");

Finding a_finding(std::string id, Severity severity, std::string package = "openssl") {
  return {.severity = severity, .id = std::move(id), .package = std::move(package)};
}

Scan a_scan(std::string_view when, std::vector<Finding> findings, std::string target = "app") {
  Scan scan;
  scan.tool = "trivy";
  scan.target = std::move(target);
  scan.at = at(when);
  scan.scanned_at = scan.at;
  scan.findings = std::move(findings);
  scan.suppressed = 0;
  scan.classes = {FindingClass::vulnerability};
  scan.origin = "trivy.json";
  return scan;
}

PollReport report(std::vector<Scan> scans, std::string const& cursor = "", TimePoint now = kNow) {
  return report_security({"/srv/*.json", {{"/srv/*.json"}}, std::move(scans)}, cursor, now);
}

double count(PollReport const& report, std::string_view metric, std::string const& severity) {
  return the(report, metric, {{"severity", severity}}).value;
}

TEST(SecurityReport, BringsACountForEverySeverityAtTheTimeOfTheScan) {
  auto const first =
      report({a_scan("2026-11-20", {a_finding("CVE-1", Severity::high), a_finding("CVE-2", Severity::high)})});
  auto const findings = samples_of(first, "security.findings");
  ASSERT_THAT(findings, SizeIs(5));
  for (auto const& sample : findings) {
    EXPECT_EQ(sample.at, at("2026-11-20"));
    EXPECT_EQ(sample.value, sample.labels.get("severity") == "high" ? 2 : 0);
    EXPECT_EQ(sample.labels.get("tool"), "trivy");
    EXPECT_EQ(sample.labels.get("target"), "app");
    EXPECT_EQ(sample.labels.get("class"), "vulnerability");
  }
  EXPECT_EQ(the(first, "security.suppressed").value, 0);
  EXPECT_EQ(the(first, "security.suppressed").at, at("2026-11-20"));
  for (auto const& sample : first.samples) EXPECT_NE(find_metric(sample.metric), nullptr) << sample.metric;
}

TEST(SecurityReport, ANoteNamesTheFirstFewAndCountsTheRest) {
  std::vector<Finding> many;
  for (int i = 0; i < 1'300; ++i) many.push_back(a_finding("CVE-2024-" + std::to_string(1'000 + i), Severity::high));
  many.back().fixed_in = "3.2";
  auto const first = report({a_scan("2026-11-20", many)});
  EXPECT_EQ(
      the(first, "security.findings", {{"severity", "high"}}).note.raw(),
      "CVE-2024-2299 in openssl (fixed in 3.2); CVE-2024-1000 in openssl; CVE-2024-1001 in openssl; CVE-2024-1002 in "
      "openssl; CVE-2024-1003 in openssl; and 1,295 more");
  EXPECT_TRUE(the(first, "security.findings", {{"severity", "low"}}).note.empty());
}

TEST(SecurityReport, TheFirstScanHasNothingToBeComparedWith) {
  auto const first = report({a_scan("2026-11-20", {a_finding("CVE-1", Severity::high)})});
  EXPECT_THAT(samples_of(first, "security.new_findings"), IsEmpty());
  EXPECT_THAT(samples_of(first, "security.fixed_findings"), IsEmpty());
}

TEST(SecurityReport, TheNextScanShowsWhatIsNewAndWhatIsGone) {
  auto const first =
      report({a_scan("2026-11-20", {a_finding("CVE-1", Severity::high), a_finding("CVE-2", Severity::low)})});
  auto const second =
      report({a_scan("2026-11-21", {a_finding("CVE-2", Severity::low), a_finding("CVE-3", Severity::critical)})},
             first.cursor);
  EXPECT_THAT(samples_of(second, "security.new_findings"), SizeIs(5));
  EXPECT_EQ(count(second, "security.new_findings", "critical"), 1);
  EXPECT_EQ(the(second, "security.new_findings", {{"severity", "critical"}}).note.raw(), "CVE-3 in openssl");
  EXPECT_EQ(the(second, "security.new_findings", {{"severity", "critical"}}).at, at("2026-11-21"));
  EXPECT_EQ(count(second, "security.new_findings", "high"), 0);
  EXPECT_EQ(count(second, "security.new_findings", "low"), 0);
  EXPECT_EQ(count(second, "security.fixed_findings", "high"), 1);
  EXPECT_EQ(count(second, "security.fixed_findings", "low"), 0);
}

TEST(SecurityReport, TheSameScanReadAgainBringsTheSameCountsAndItsComparisonOnce) {
  auto const scan = a_scan("2026-11-21", {a_finding("CVE-3", Severity::critical)});
  auto const first = report({a_scan("2026-11-20", {})});
  auto const second = report({scan}, first.cursor);
  auto const third = report({scan}, second.cursor);
  EXPECT_EQ(count(second, "security.new_findings", "critical"), 1);
  EXPECT_THAT(samples_of(third, "security.new_findings"), IsEmpty()) << "0 at the same time would overwrite the 1";
  EXPECT_EQ(third.cursor, second.cursor);
  auto const before = samples_of(second, "security.findings"), now = samples_of(third, "security.findings");
  ASSERT_EQ(before.size(), now.size());
  for (std::size_t i = 0; i < now.size(); ++i) {
    EXPECT_EQ(now[i].at, before[i].at);
    EXPECT_EQ(now[i].value, before[i].value);
    EXPECT_EQ(now[i].note, before[i].note);
  }
}

TEST(SecurityReport, AScanThatChangedInPlaceIsComparedToo) {
  auto const first = report({a_scan("2026-11-20", {a_finding("CVE-1", Severity::high)})});
  auto const second = report({a_scan("2026-11-20", {a_finding("CVE-2", Severity::high)})}, first.cursor);
  EXPECT_EQ(count(second, "security.new_findings", "high"), 1);
  EXPECT_EQ(count(second, "security.fixed_findings", "high"), 1);
}

TEST(SecurityReport, AFindingThatIsJudgedAnewIsNotNew) {
  auto const first = report({a_scan("2026-11-20", {a_finding("CVE-1", Severity::medium)})});
  auto const second = report({a_scan("2026-11-21", {a_finding("CVE-1", Severity::critical)})}, first.cursor);
  EXPECT_EQ(count(second, "security.new_findings", "critical"), 0);
  EXPECT_EQ(count(second, "security.fixed_findings", "medium"), 0);
  EXPECT_THAT(counted(second), ElementsAre(Pair("vulnerability critical", 1)));
}

TEST(SecurityReport, WhereTooManyWereKnownToRememberThereIsNoComparison) {
  std::vector<Finding> many(kMaxKnownKeys + 1, a_finding("CVE-1", Severity::low));
  many.push_back(a_finding("CVE-2", Severity::critical));
  auto const first = report({a_scan("2026-11-20", many)});
  auto const again = report({a_scan("2026-11-20", many)}, first.cursor);
  EXPECT_THAT(samples_of(again, "security.new_findings"), IsEmpty());
  auto const second = report({a_scan("2026-11-21", many)}, first.cursor);
  EXPECT_EQ(count(second, "security.new_findings", "critical"), 0);
  EXPECT_THAT(samples_of(second, "security.new_findings", {{"severity", "low"}}), IsEmpty());
}

TEST(SecurityReport, AClassThatWasSeenOnceShowsItsRecovery) {
  auto leak = a_scan("2026-11-20", {{.what = FindingClass::secret, .severity = Severity::critical, .id = "aws"}});
  leak.classes = {FindingClass::secret};
  auto const first = report({leak});
  EXPECT_THAT(counted(first), ElementsAre(Pair("secret critical", 1)));
  auto const second = report({a_scan("2026-11-21", {})}, first.cursor);
  EXPECT_EQ(the(second, "security.findings", {{"class", "secret"}, {"severity", "critical"}}).value, 0);
  auto const third = report({a_scan("2026-11-22", {})}, second.cursor);
  EXPECT_THAT(samples_of(third, "security.findings", {{"class", "secret"}}), SizeIs(5));
}

TEST(SecurityReport, TargetsAreComparedEachWithItself) {
  auto const first =
      report({a_scan("2026-11-20", {a_finding("CVE-1", Severity::high)}, "a"), a_scan("2026-11-20", {}, "b")});
  auto const second = report({a_scan("2026-11-21", {a_finding("CVE-1", Severity::high)}, "a"),
                              a_scan("2026-11-21", {a_finding("CVE-1", Severity::high)}, "b")},
                             first.cursor);
  EXPECT_EQ(the(second, "security.new_findings", {{"target", "a"}, {"severity", "high"}}).value, 0);
  EXPECT_EQ(the(second, "security.new_findings", {{"target", "b"}, {"severity", "high"}}).value, 1);
}

TEST(SecurityReport, AgeCountsToNowFromWhenTheScannerRan) {
  auto scan = a_scan("2026-11-20T06:30:00Z", {});
  auto const first = report({scan});
  EXPECT_EQ(the(first, "security.scan_age").value, 5 * 86'400);
  EXPECT_EQ(the(first, "security.scan_age").at, kNow);
  EXPECT_EQ(the(first, "security.scan_age").note.raw(), "scanned 2026-11-20T06:30:00Z, trivy.json");
  scan.scanned_at.reset();
  EXPECT_THAT(samples_of(report({scan}), "security.scan_age"), IsEmpty());
}

TEST(SecurityReport, AnOlderScanThatIsLeftOverIsNotComparedAndNotRemembered) {
  auto const newer = report({a_scan("2026-11-21", {a_finding("CVE-2", Severity::high)})});
  auto const older = report({a_scan("2026-11-20", {a_finding("CVE-1", Severity::high)})}, newer.cursor);
  EXPECT_THAT(samples_of(older, "security.new_findings"), IsEmpty());
  EXPECT_EQ(older.cursor, newer.cursor);
}

TEST(SecurityReport, AScanThatIsGoneIsAFindingAndGoesOnAgeing) {
  auto const first = report({a_scan("2026-11-20", {a_finding("CVE-1", Severity::high)})});
  auto const second = report({}, first.cursor);
  EXPECT_THAT(samples_of(second, "security.findings"), IsEmpty());
  EXPECT_EQ(the(second, "security.unreadable").value, 1);
  EXPECT_EQ(the(second, "security.unreadable").note.raw(), "the scan of app by trivy is gone; scan again");
  EXPECT_THAT(the(second, "security.scan_age").note.raw(),
              StartsWith("scanned 2026-11-20T00:00:00Z; that scan is gone"));
  auto const back = report({a_scan("2026-11-22", {a_finding("CVE-1", Severity::high)})}, second.cursor);
  EXPECT_EQ(the(back, "security.unreadable").value, 0);
  EXPECT_EQ(count(back, "security.new_findings", "high"), 0);
}

TEST(SecurityReport, AScanThatIsGoneIsForgottenAfterAMonthOrAnEditOfTheSource) {
  auto const first = report({a_scan("2026-11-20", {})});
  auto const late = report({}, first.cursor, at("2026-12-21"));
  EXPECT_EQ(the(late, "security.unreadable").value, 0);
  EXPECT_THAT(SecurityCursor::from_text(late.cursor).scans, IsEmpty());
  auto const edited = report_security({"/other/*.json", {{"/other/*.json"}}, {}}, first.cursor, kNow);
  EXPECT_EQ(the(edited, "security.unreadable").value, 0);
  EXPECT_THAT(SecurityCursor::from_text(edited.cursor).scans, IsEmpty());
}

TEST(SecurityReport, WhereAReportCanNotBeReadNothingIsMissedThatItMayHold) {
  auto const first = report({a_scan("2026-11-20", {})});
  SecurityReading reading{"/srv/*.json", {{"/srv/*.json"}}, {}};
  reading.places[0].add_fault("a.json: ends in the middle");
  reading.places[0].add_fault("b.json: ends in the middle");
  auto const second = report_security(reading, first.cursor, kNow);
  EXPECT_EQ(the(second, "security.unreadable").value, 2);
  EXPECT_EQ(the(second, "security.unreadable").labels, (Labels{{"path", "/srv/*.json"}}));
  EXPECT_EQ(the(second, "security.unreadable").note.raw(), "a.json: ends in the middle; and 1 more");
  EXPECT_THAT(samples_of(second, "security.scan_age"), SizeIs(1));
  EXPECT_EQ(SecurityCursor::from_text(second.cursor).scans.size(), 1u);
}

}  // namespace
}  // namespace lapwing::poll
