// SPDX-License-Identifier: Apache-2.0
#include "poll/security_github.hpp"

#include "support/fake_http.hpp"
#include "support/loop.hpp"
#include "unit/poll/scans.hpp"

#include <gmock/gmock.h>

namespace lapwing::poll {
namespace {

using test::response;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::SizeIs;

constexpr auto kRepository = "https://api.github.com/repos/acme/shop";
constexpr auto kToken = "github_pat_s3cr3t";
TimePoint const kNow = at("2026-11-25T06:30:00Z");

std::string code_alert(int number, std::string const& level, std::string const& tool = "CodeQL") {
  auto const id = std::to_string(number);
  return R"({"number": )" + id + R"(, "state": "open", "rule": {"id": "rule-)" + id +
         R"(", "security_severity_level": ")" + level + R"("}, "tool": {"name": ")" + tool + R"("}})";
}

std::string dependabot_alert(int number, std::string const& level) {
  auto const id = std::to_string(number);
  return R"({"number": )" + id + R"(, "state": "open", "security_advisory": {"cve_id": "CVE-)" + id +
         R"(", "severity": ")" + level + R"("}, "dependency": {"package": {"name": "jinja2"}}})";
}

std::string analysis(std::string const& tool, std::string const& at) {
  return R"({"ref": "refs/heads/main", "created_at": ")" + at + R"(", "tool": {"name": ")" + tool +
         R"("}, "error": ""})";
}

class SecurityGithubTest : public testing::Test {
 protected:
  SecurityGithubTest() {
    options.repository = "acme/shop";
    options.access.token = Secret(kToken);
    http.always_answer(kCode, response(200, "[]"));
    http.always_answer(kAnalyses, response(200, "[" + analysis("CodeQL", "2026-11-20T06:30:00Z") + "]"));
    http.always_answer(kDependabot, response(200, "[]"));
  }

  Result<PollReport> poll(std::string cursor = "", TimePoint now = kNow) {
    SecurityGithub poller(options);
    PollContext context{now, std::move(cursor), http, workers};
    auto task = poller.poll(std::move(context));
    return test::run_now(std::move(task));
  }

  std::vector<std::string> asked() const {
    std::vector<std::string> out;
    for (auto const& request : http.seen) out.push_back(request.url.reveal().substr(std::string(kRepository).size()));
    return out;
  }

  std::string const kCode = kRepository + std::string("/code-scanning/alerts");
  std::string const kAnalyses = kRepository + std::string("/code-scanning/analyses");
  std::string const kDependabot = kRepository + std::string("/dependabot/alerts");
  Labels const code_place{{"path", "/repos/acme/shop/code-scanning/alerts"}};
  Labels const dependabot_place{{"path", "/repos/acme/shop/dependabot/alerts"}};
  AlertsOptions options;
  test::FakeHttp http;
  Workers workers{0};
};

TEST_F(SecurityGithubTest, CountsOpenAlertsOfEachToolAsOfNow) {
  http.always_answer(kCode, response(200, "[" + code_alert(1, "high") + "," + code_alert(2, "high") + "," +
                                              code_alert(3, "low", "Bandit") + "]"));
  http.always_answer(kDependabot, response(200, "[" + dependabot_alert(1, "critical") + "]"));
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->fault);
  EXPECT_THAT(counted(*report),
              ElementsAre(Pair("code high", 2), Pair("code low", 1), Pair("vulnerability critical", 1)));
  auto const high = the(*report, "security.findings", {{"tool", "codeql"}, {"severity", "high"}});
  EXPECT_EQ(high.at, kNow);
  EXPECT_EQ(high.labels.get("target"), "acme/shop");
  EXPECT_EQ(high.note.raw(), "rule-1; rule-2");
  EXPECT_THAT(high.links, ElementsAre(Link{"Open alerts", "https://github.com/acme/shop/security/code-scanning"}));
  EXPECT_EQ(the(*report, "security.scan_age").labels.get("tool"), "codeql") << "when the others looked is not told";
  EXPECT_EQ(the(*report, "security.scan_age").value, 5 * 86'400);
  EXPECT_EQ(the(*report, "security.unreadable", code_place).value, 0);
  EXPECT_EQ(the(*report, "security.unreadable", dependabot_place).value, 0);
  EXPECT_THAT(samples_of(*report, "security.suppressed"), IsEmpty());
  EXPECT_THAT(asked(),
              ElementsAre("/code-scanning/alerts?state=open&per_page=100", "/code-scanning/analyses?per_page=100",
                          "/dependabot/alerts?state=open&per_page=100"));
  for (auto const& request : http.seen) EXPECT_EQ(request.bearer, options.access.token);
}

TEST_F(SecurityGithubTest, FollowsLinksToTheEndAndCountsAnAlertOnce) {
  auto const next = [&](std::string const& url) {
    return std::vector<Header>{{"Link", "<" + url + ">; rel=\"next\""}};
  };
  http.answer(kCode, response(200, "[" + code_alert(1, "high") + "," + code_alert(2, "high") + "]",
                              next("https://api.github.com/repositories/4711/code-scanning/alerts?page=2")));
  http.answer("https://api.github.com/repositories/4711/code-scanning/alerts?page=2",
              response(200, "[" + code_alert(2, "high") + "," + code_alert(3, "high") + "]"));
  http.answer(kDependabot,
              response(200, "[" + dependabot_alert(9, "low") + "]", next(kDependabot + "?after=Y3Vyc29y")));
  http.answer(kDependabot + "?after=Y3Vyc29y", response(200, "[" + dependabot_alert(8, "low") + "]"));
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(counted(*report), ElementsAre(Pair("code high", 3), Pair("vulnerability low", 2)));
}

TEST_F(SecurityGithubTest, AlertsWithoutANumberAreNotTakenForOne) {
  http.always_answer(kDependabot, response(200, "[{}, {}, {\"number\": \"7\"}]"));
  EXPECT_THAT(counted(*poll()), ElementsAre(Pair("vulnerability unknown", 3)));
}

TEST_F(SecurityGithubTest, AToolWithoutAnAlertIsCleanIfItHasAnalysed) {
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(samples_of(*report, "security.findings", {{"tool", "codeql"}, {"class", "code"}}), SizeIs(5));
  EXPECT_THAT(samples_of(*report, "security.findings", {{"tool", "dependabot"}}), SizeIs(5));
  EXPECT_THAT(counted(*report), IsEmpty());
}

TEST_F(SecurityGithubTest, AToolWhoseLastAlertIsFixedShowsItsRecovery) {
  http.answer(kCode, response(200, "[" + code_alert(1, "high", "Bandit") + "]"));
  auto const first = poll();
  ASSERT_TRUE(first);
  auto const second = poll(first->cursor, kNow + std::chrono::hours{1});
  ASSERT_TRUE(second);
  EXPECT_EQ(the(*second, "security.findings", {{"tool", "bandit"}, {"severity", "high"}}).value, 0);
  EXPECT_EQ(the(*second, "security.fixed_findings", {{"tool", "bandit"}, {"severity", "high"}}).value, 1);
}

TEST_F(SecurityGithubTest, NewAlertsAreKnownAcrossPolls) {
  auto const first = poll();
  http.always_answer(kDependabot, response(200, "[" + dependabot_alert(1, "critical") + "]"));
  auto const second = poll(first->cursor, kNow + std::chrono::hours{1});
  EXPECT_EQ(the(*second, "security.new_findings", {{"tool", "dependabot"}, {"severity", "critical"}}).value, 1);
  auto const third = poll(second->cursor, kNow + std::chrono::hours{2});
  EXPECT_EQ(the(*third, "security.new_findings", {{"tool", "dependabot"}, {"severity", "critical"}}).value, 0);
}

TEST_F(SecurityGithubTest, TheAgeOfAToolIsRememberedWhenItsAnalysesAreFarBack) {
  auto const first = poll();
  http.always_answer(kAnalyses, response(200, "[]"));
  auto const second = poll(first->cursor, kNow + std::chrono::hours{24});
  EXPECT_EQ(the(*second, "security.scan_age").value, 6 * 86'400);
}

TEST_F(SecurityGithubTest, NobodyHasScannedIsNotClean) {
  http.always_answer(kAnalyses, response(200, "[]"));
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(samples_of(*report, "security.findings", {{"class", "code"}}), IsEmpty());
  EXPECT_EQ(the(*report, "security.unreadable", code_place).value, 1);
  EXPECT_THAT(the(*report, "security.unreadable", code_place).note.raw(), HasSubstr("no scanner has sent an analysis"));
}

TEST_F(SecurityGithubTest, ARefusedListIsUnreadableWithThePermissionAndNeverZero) {
  http.always_answer(kCode, response(403, R"({"message": "Resource not accessible by personal access token"})",
                                     {{"X-Accepted-GitHub-Permissions", "security_events=read"}}));
  http.always_answer(kDependabot,
                     response(403, R"({"message": "Dependabot alerts are disabled for this repository."})"));
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->fault) << "GitHub has given its answer: another poll will not change it";
  EXPECT_THAT(samples_of(*report, "security.findings"), IsEmpty());
  EXPECT_EQ(the(*report, "security.unreadable", code_place).value, 1);
  EXPECT_THAT(the(*report, "security.unreadable", code_place).note.raw(), HasSubstr("security_events=read"));
  EXPECT_THAT(the(*report, "security.unreadable", dependabot_place).note.raw(),
              AllOf(HasSubstr("are disabled"), HasSubstr("Dependabot alerts: read")));
}

TEST_F(SecurityGithubTest, ANotFoundSaysThatTheTokenMayLackAccess) {
  http.always_answer(kCode, response(404, R"({"message": "no analysis found"})"));
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(samples_of(*report, "security.findings", {{"class", "code"}}), IsEmpty());
  EXPECT_THAT(samples_of(*report, "security.findings", {{"tool", "dependabot"}}), SizeIs(5));
  EXPECT_THAT(the(*report, "security.unreadable", code_place).note.raw(),
              AllOf(HasSubstr("404"), HasSubstr("token"), HasSubstr("nobody has scanned yet")));
}

TEST_F(SecurityGithubTest, TroubleIsAFaultOfThePollAndCountsNothing) {
  for (auto const& trouble :
       {response(503, "<html>"), response(502, ""), response(200, "[{\"number\": 1"), response(200, "<html>"),
        response(200, "{}"), response(302, "", {{"Location", "https://evil.example/x"}})}) {
    http.always_answer(kCode, trouble);
    auto const report = poll();
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->fault) << trouble.status << trouble.body;
    EXPECT_THAT(report->fault->message, HasSubstr("acme/shop: code scanning: "));
    EXPECT_THAT(samples_of(*report, "security.findings", {{"class", "code"}}), IsEmpty());
    EXPECT_THAT(samples_of(*report, "security.unreadable", code_place), IsEmpty());
    EXPECT_THAT(samples_of(*report, "security.findings", {{"tool", "dependabot"}}), SizeIs(5))
        << "the other list is read";
  }
}

TEST_F(SecurityGithubTest, ALaterPageThatFailsVoidsTheWholeList) {
  http.answer(kCode,
              response(200, "[" + code_alert(1, "high") + "]", {{"Link", "<" + kCode + "?page=2>; rel=\"next\""}}));
  http.answer(kCode + "?page=2", response(502, ""));
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->fault);
  EXPECT_THAT(samples_of(*report, "security.findings", {{"class", "code"}}), IsEmpty());
}

TEST_F(SecurityGithubTest, ALimitEndsThePollAndIsKeptToByTheNext) {
  http.always_answer(kCode, response(429, "", {{"Retry-After", "1200"}}));
  auto const first = poll();
  ASSERT_TRUE(first);
  ASSERT_TRUE(first->fault);
  EXPECT_THAT(http.seen, SizeIs(1)) << "nothing more is asked once a limit was met";
  auto const second = poll(first->cursor, kNow + std::chrono::minutes{10});
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->fault);
  EXPECT_THAT(http.seen, SizeIs(1));
  http.always_answer(kCode, response(200, "[]"));
  auto const third = poll(second->cursor, kNow + std::chrono::minutes{21});
  EXPECT_FALSE(third->fault);
}

TEST_F(SecurityGithubTest, WhatWasKnownSurvivesAPollThatFailed) {
  http.answer(kCode, response(200, "[" + code_alert(1, "high") + "]"));
  auto const first = poll();
  http.answer(kCode, response(502, ""));
  auto const second = poll(first->cursor, kNow + std::chrono::hours{1});
  http.answer(kCode, response(200, "[" + code_alert(1, "high") + "," + code_alert(2, "high") + "]"));
  auto const third = poll(second->cursor, kNow + std::chrono::hours{2});
  EXPECT_EQ(the(*third, "security.new_findings", {{"tool", "codeql"}, {"severity", "high"}}).value, 1);
}

TEST_F(SecurityGithubTest, OnlyTheListsThatAreWantedAreAskedFor) {
  options.code_scanning = false;
  EXPECT_TRUE(poll());
  EXPECT_THAT(asked(), ElementsAre("/dependabot/alerts?state=open&per_page=100"));
}

TEST_F(SecurityGithubTest, ADamagedCursorStartsAnew) {
  for (auto const* const cursor : {"x", "[]", R"({"format": "security_github/1", "budget": 5, "known": 7})"}) {
    auto const report = poll(cursor);
    ASSERT_TRUE(report) << cursor;
    EXPECT_THAT(samples_of(*report, "security.new_findings"), IsEmpty()) << cursor;
  }
}

TEST_F(SecurityGithubTest, TheTokenIsInNoMessageAndNoCursor) {
  http.always_answer(kCode, response(401, R"({"message": "Bad credentials"})"));
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->cursor.find(kToken), std::string::npos);
  for (auto const& sample : report->samples) EXPECT_EQ(sample.note.raw().find(kToken), std::string::npos);
  EXPECT_THAT(the(*report, "security.unreadable", code_place).note.raw(),
              AllOf(HasSubstr("Bad credentials"), Not(HasSubstr("Code scanning alerts: read"))));
}

TEST_F(SecurityGithubTest, AProbeSaysOfEachListWhetherItIsReadable) {
  http.always_answer(kDependabot, response(403, R"({"message": "not accessible"})",
                                           {{"X-Accepted-GitHub-Permissions", "vulnerability_alerts=read"}}));
  SecurityGithub poller(options);
  PollContext context{kNow, "", http, workers};
  auto task = poller.probe(std::move(context));
  auto const parts = test::run_now(std::move(task));
  ASSERT_THAT(parts, SizeIs(2));
  EXPECT_TRUE(parts[0].is_readable);
  EXPECT_EQ(parts[0].part, "code scanning");
  EXPECT_FALSE(parts[1].is_readable);
  EXPECT_THAT(parts[1].words, HasSubstr("vulnerability_alerts=read"));
  EXPECT_THAT(asked(),
              ElementsAre("/code-scanning/alerts?state=open&per_page=1", "/dependabot/alerts?state=open&per_page=1"));
}

}  // namespace
}  // namespace lapwing::poll
