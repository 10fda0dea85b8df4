// SPDX-License-Identifier: Apache-2.0
#include "poll/security_finding.hpp"

#include "core/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lapwing::poll {
namespace {

TEST(SecurityFinding, SeveritiesAndClassesComeBackFromTheirNames) {
  for (auto const severity : kSeverities) EXPECT_EQ(parse_severity(name_of(severity)), severity);
  for (auto const what : kFindingClasses) EXPECT_EQ(parse_finding_class(name_of(what)), what);
  EXPECT_EQ(parse_severity("CRITICAL"), Severity::critical);
  EXPECT_EQ(parse_severity("Moderate"), Severity::medium);
  for (auto const* const text : {"", "HIGH CONFIDENCE", "9.8", "severe"}) EXPECT_FALSE(parse_severity(text)) << text;
  EXPECT_FALSE(parse_finding_class("security"));
}

TEST(SecurityFinding, SaysWhatAndWhereAndWhatMendsIt) {
  EXPECT_EQ(
      describe({.id = "CVE-2024-1234", .package = "openssl", .version = "3.0.1", .fixed_in = "3.0.2", .file = "x"}),
      "CVE-2024-1234 in openssl 3.0.1 (fixed in 3.0.2)");
  EXPECT_EQ(describe({.id = "aws-access-key-id", .file = "deploy.sh", .line = 3}),
            "aws-access-key-id in deploy.sh line 3");
  EXPECT_EQ(describe({.id = "DS-0002", .title = "Image user should not be root", .file = "Dockerfile"}),
            "DS-0002 (Image user should not be root) in Dockerfile");
  EXPECT_EQ(describe({}), "(no id)");
}

TEST(SecurityFinding, LongAndHostileTextIsCutAndMadePrintable) {
  auto const text = describe({.id = std::string(10'000, 'x'), .package = "a\nb\x1b[31m", .version = "\xff"});
  EXPECT_LT(text.size(), 300u);
  EXPECT_EQ(find_unprintable(text), text.npos);
}

TEST(SecurityFinding, AKeySurvivesANewVersionLineAndSeverity) {
  Finding const before{.severity = Severity::high, .id = "CVE-1", .package = "openssl", .version = "1", .line = 3};
  Finding after = before;
  after.severity = Severity::critical;
  after.version = "2";
  after.fixed_in = "3";
  after.line = 30;
  EXPECT_EQ(keys_of({before}), keys_of({after}));
}

TEST(SecurityFinding, AKeyTellsClassIdPackageAndFileApart) {
  Finding const one{.id = "a", .package = "b", .file = "c"};
  std::vector<Finding> all(5, one);
  all[1].what = FindingClass::license;
  all[2].id = "ab";
  all[2].package = "";
  all[3].package = "x";
  all[4].file = "x";
  auto keys = keys_of(all);
  std::ranges::sort(keys);
  EXPECT_EQ(std::ranges::adjacent_find(keys), keys.end());
}

TEST(SecurityFinding, OfFindingsThatAreAlikeEachIsOneMore) {
  Finding const one{.id = "sql-injection", .file = "app.py", .line = 3};
  Finding other = one;
  other.line = 9;
  auto const keys = keys_of({one, other});
  EXPECT_NE(keys[0], keys[1]);
  EXPECT_EQ(keys, keys_of({other, one}));
}

}  // namespace
}  // namespace lapwing::poll
