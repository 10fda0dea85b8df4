// SPDX-License-Identifier: Apache-2.0
// The fake GitHub against what is known of the real one: what a client is told is tested here, so that a test of a
// client may trust it.
#include "e2e/fake_github.hpp"

#include "fake_github/expected.hpp"
#include "fake_github/faults.hpp"
#include "fake_github/fortnight.hpp"
#include "fake_github/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

TimePoint at(char const* text) { return *parse_timestamp(text); }

std::string path(std::string_view rest) { return std::string(kGithubRepository) + std::string(rest); }

std::string header(HttpResponse const& answer, char const* name) {
  return std::string(answer.header(name).value_or(""));
}

/// The URL of a relation in the Link header; "" without one.
std::string link(HttpResponse const& answer, std::string const& relation) {
  auto const text = header(answer, "Link");
  auto const mark = text.find(">; rel=\"" + relation + "\"");
  if (mark == text.npos) return "";
  auto const open = text.rfind('<', mark);
  return text.substr(open + 1, mark - open - 1);
}

/// All pages from that target on, as Link leads; `key` is "" for a bare array.
json everything(FakeGithub& github, std::string target, std::string const& key) {
  auto all = json::array();
  while (!target.empty()) {
    auto const answer = github.get(target);
    EXPECT_EQ(answer.status, 200) << target << answer.body;
    if (answer.status != 200) break;
    auto const page = json::parse(answer.body);
    for (auto const& item : key.empty() ? page : page[key]) all.push_back(item);
    target = link(answer, "next");
  }
  return all;
}

json find_run(FakeGithub& github, std::int64_t id) {
  return json::parse(github.get(path("/actions/runs/" + std::to_string(id))).body);
}

/// The run of the records that a test asks for by what it is.
template <class Is>
fake_github::Run the_run(Is is) {
  for (auto const& run : fake_github::make_fortnight().runs) {
    if (is(run)) return run;
  }
  throw std::logic_error("the fortnight has no such run");
}

TEST(FakeGithub, PagesHoldEveryRunOnceNewestFirst) {
  FakeGithub github;
  auto const records = fake_github::make_fortnight();
  github.set_now(records.end);
  auto const runs = everything(github, path("/actions/runs?per_page=100"), "workflow_runs");
  ASSERT_EQ(runs.size(), records.runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) EXPECT_EQ(runs[i]["id"], records.runs[runs.size() - 1 - i].id);
  EXPECT_THAT(runs[0].dump(), SizeIs(testing::Gt(10'000u))) << "as bulky as the real ones";
}

TEST(FakeGithub, LinksLeadToTheNumberOfTheRepositoryAndKeepTheParameters) {
  FakeGithub github;
  github.set_now(at("2026-11-10T08:00:00Z"));
  auto const first = github.get(path("/actions/runs?per_page=50&branch=main"));
  EXPECT_EQ(link(first, "next"), github.url("/repositories/4711/actions/runs?branch=main&page=2&per_page=50"));
  EXPECT_THAT(link(first, "last"), StartsWith(github.url("/repositories/4711/actions/runs?branch=main&page=")));
  EXPECT_EQ(link(first, "prev"), "");
  auto const second = github.get(link(first, "next"));
  EXPECT_EQ(link(second, "prev"), github.url("/repositories/4711/actions/runs?branch=main&page=1&per_page=50"));
  auto const last = github.get(link(first, "last"));
  EXPECT_EQ(link(last, "next"), "");
}

TEST(FakeGithub, AFilteredListEndsAtAThousandAndWindowsOfTimeShowTheRest) {
  FakeGithub github(40);
  github.set_now(at("2026-12-12T00:00:00Z"));
  auto const total = [&](std::string const& query) {
    return json::parse(github.get(path("/actions/runs?per_page=1" + query)).body)["total_count"].get<int>();
  };
  auto const page = [&](char const* number) {
    return github.get(path("/actions/runs?event=push&per_page=100&page=") + number);
  };
  EXPECT_GT(total("&event=push"), 1000);
  EXPECT_THAT(link(page("1"), "last"), HasSubstr("page=10&"));
  EXPECT_EQ(link(page("10"), "next"), "");
  EXPECT_THAT(json::parse(page("10").body)["workflow_runs"], SizeIs(100));
  EXPECT_THAT(json::parse(page("11").body)["workflow_runs"], IsEmpty());
  EXPECT_THAT(link(github.get(path("/actions/runs?per_page=100")), "last"), HasSubstr("page=21&"));
  int in_windows = 0;
  for (auto day = at("2026-11-02T00:00:00Z"); day < at("2026-12-12T00:00:00Z"); day += 10 * 24h) {
    in_windows += total("&event=push&created=" + format_utc(day) + ".." + format_utc(day + 10 * 24h - 1s));
  }
  EXPECT_EQ(in_windows, total("&event=push"));
}

TEST(FakeGithub, CreatedAndTheOtherFiltersMeanWhatTheySay) {
  FakeGithub github;
  github.set_now(at("2026-11-16T00:00:00Z"));
  auto const count = [&](std::string const& query) {
    return json::parse(github.get(path("/actions/runs?per_page=1&" + query)).body)["total_count"].get<int>();
  };
  EXPECT_EQ(count("created=2026-11-04"), count("created=2026-11-04T00:00:00Z..2026-11-04T23:59:59Z"));
  EXPECT_EQ(count("created=%3E%3D2026-11-04") + count("created=%3C2026-11-04"), count("exclude_pull_requests=true"));
  EXPECT_EQ(count("created=2026-11-04..*"), count("created=%3E%3D2026-11-04T00:00:00Z"));
  EXPECT_EQ(count("event=schedule"), 13 + 11);
  EXPECT_EQ(count("status=quantum"), 1);
  EXPECT_EQ(count("status=completed"), count(""));
  EXPECT_EQ(count("branch=nowhere"), 0);
  EXPECT_EQ(github.get(path("/actions/runs?created=yesterday")).status, 422);
  auto const of_one = github.get(path("/actions/workflows/scan.yml/runs?per_page=1"));
  EXPECT_EQ(json::parse(of_one.body)["total_count"], 11);
  auto const run = json::parse(github.get(path("/actions/runs?event=pull_request&per_page=1")).body);
  EXPECT_THAT(run["workflow_runs"][0]["pull_requests"], SizeIs(1));
  auto const slim =
      json::parse(github.get(path("/actions/runs?event=pull_request&per_page=1&exclude_pull_requests=true")).body);
  EXPECT_THAT(slim["workflow_runs"][0]["pull_requests"], IsEmpty());
}

TEST(FakeGithub, WhatHasNotChangedIsA304ThatCostsNothing) {
  FakeGithub github;
  github.set_now(at("2026-11-03T05:00:00Z"));
  auto const target = path("/actions/runs?per_page=100");
  auto const first = github.get(target);
  auto const etag = header(first, "ETag");
  EXPECT_THAT(etag, AllOf(StartsWith("W/\""), EndsWith("\"")));
  EXPECT_EQ(header(first, "x-ratelimit-used"), "1");
  github.set_now(at("2026-11-03T05:30:00Z"));  // nobody is up
  auto const same = github.get(target, {.headers = {{"If-None-Match", etag}}});
  EXPECT_EQ(same.status, 304);
  EXPECT_THAT(same.body, IsEmpty());
  EXPECT_EQ(header(same, "ETag"), etag);
  EXPECT_EQ(header(same, "x-ratelimit-used"), "1");
  EXPECT_EQ(github.get(target + "&branch=main", {.headers = {{"If-None-Match", etag}}}).status, 200);
  github.set_now(at("2026-11-03T12:00:00Z"));
  auto const later = github.get(target, {.headers = {{"If-None-Match", etag}}});
  EXPECT_EQ(later.status, 200);
  EXPECT_NE(header(later, "ETag"), etag);
  auto const counts = github.requests();
  EXPECT_EQ(counts["total"], 4);
  EXPECT_EQ(counts["not_modified"], 1);
  EXPECT_EQ(counts["counted"], 3);
  EXPECT_EQ(counts["paths"][target], 3);
}

TEST(FakeGithub, ATokenIsNeededForWhatIsPrivate) {
  FakeGithub github;
  EXPECT_EQ(github.get(path("")).status, 200);
  EXPECT_EQ(json::parse(github.get(path("")).body)["default_branch"], "main");
  EXPECT_EQ(github.get(path(""), {.token = ""}).status, 404);
  EXPECT_EQ(github.get(path(""), {.token = "other-token"}).status, 404);
  auto const bad = github.get(path(""), {.token = "bad-token"});
  EXPECT_EQ(bad.status, 401);
  EXPECT_THAT(bad.body, HasSubstr("Bad credentials"));
  EXPECT_EQ(github.get(path(""), {.headers = {{"X-GitHub-Api-Version", "2020-01-01"}}}).status, 400);
}

TEST(FakeGithub, ARequestWithoutAUserAgentIsRefused) {
  FakeGithub github;
  auto const answer = github.get(path(""), {.user_agent = ""});
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(answer.body, HasSubstr("User Agent"));
}

TEST(FakeGithub, WithoutATokenSixtyAnHourAreLetThroughAndA304Counts) {
  FakeGithub github;
  github.set({{"private", false}});
  Wish const nobody{.token = ""};
  auto const first = github.get(path(""), nobody);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(header(first, "x-ratelimit-limit"), "60");
  auto const again = github.get(path(""), {.token = "", .headers = {{"If-None-Match", header(first, "ETag")}}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(header(again, "x-ratelimit-remaining"), "58");
  for (int i = 0; i < 58; ++i) EXPECT_EQ(github.get(path(""), nobody).status, 200);
  auto const refused = github.get(path(""), nobody);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(header(refused, "x-ratelimit-remaining"), "0");
  EXPECT_EQ(github.get(path("")).status, 200) << "a token has a limit of its own";
}

TEST(FakeGithub, ThePrimaryLimitEndsWithItsHour) {
  FakeGithub github;
  github.set_now(at("2026-11-10T08:00:00Z"));
  github.set({{"limit", 3}});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(github.get(path("")).status, 200);
  auto const refused = github.get(path(""));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(header(refused, "x-ratelimit-reset"), fake_github::epoch(at("2026-11-10T09:00:00Z")));
  EXPECT_THAT(refused.body, HasSubstr("API rate limit exceeded"));
  auto const overview = github.get("/rate_limit");
  EXPECT_EQ(overview.status, 200) << "asking for the limit is free";
  EXPECT_EQ(json::parse(overview.body)["resources"]["core"]["remaining"], 0);
  EXPECT_TRUE(json::parse(overview.body).contains("rate"));
  auto const newer = github.get("/rate_limit", {.headers = {{"X-GitHub-Api-Version", "2026-03-10"}}});
  EXPECT_FALSE(json::parse(newer.body).contains("rate"));
  github.set_now(at("2026-11-10T09:00:00Z"));
  EXPECT_EQ(github.get(path("")).status, 200);
}

TEST(FakeGithub, ARunIsQueuedThenRunsThenEndsAndIsRunAgain) {
  auto const run = the_run([](auto const& one) { return one.attempts.size() == 3; });
  FakeGithub github;
  auto const moment = [&](TimePoint now, char const* field) {
    github.set_now(now);
    auto const value = find_run(github, run.id)[field];
    return value.is_string() ? value.get<std::string>() : value.dump();
  };
  auto const& [first, second, third] = std::tie(run.attempts[0], run.attempts[1], run.attempts[2]);
  github.set_now(run.created - 1s);
  EXPECT_EQ(github.get(path("/actions/runs/" + std::to_string(run.id))).status, 404);
  EXPECT_EQ(moment(run.created, "status"), "queued");
  EXPECT_EQ(moment(first.ended - 1s, "status"), "in_progress");
  EXPECT_EQ(moment(first.ended - 1s, "conclusion"), "null");
  EXPECT_EQ(moment(first.ended, "status"), "completed");
  EXPECT_EQ(moment(first.ended, "conclusion"), "failure");
  EXPECT_EQ(moment(first.ended, "updated_at"), format_utc(first.ended));
  EXPECT_EQ(moment(second.started, "run_attempt"), "2");
  EXPECT_EQ(moment(second.started, "conclusion"), "null");
  EXPECT_EQ(moment(second.started, "created_at"), format_utc(run.created));
  EXPECT_EQ(moment(second.started, "run_started_at"), format_utc(second.started));
  EXPECT_EQ(moment(third.ended, "conclusion"), "success");
  EXPECT_THAT(moment(third.ended, "previous_attempt_url"), EndsWith("/attempts/2"));
  auto const attempts = "/actions/runs/" + std::to_string(run.id) + "/attempts/";
  EXPECT_EQ(json::parse(github.get(path(attempts + "1")).body)["conclusion"], "failure");
  auto const as_attempt = json::parse(github.get(path(attempts + "2")).body);
  EXPECT_EQ(as_attempt["run_started_at"], format_utc(second.started));
  EXPECT_EQ(as_attempt["created_at"], format_utc(second.started + 2s)) << "later than its start, as recorded";
  EXPECT_EQ(github.get(path(attempts + "4")).status, 404);
}

TEST(FakeGithub, JobsOfAReRunThatWereNotRunAgainHaveTheirOldTimes) {
  auto const run = the_run([](auto const& one) { return one.attempts.size() == 3; });
  FakeGithub github;
  github.set_now(at("2026-11-16T00:00:00Z"));
  auto const jobs = [&](std::string const& rest) {
    return everything(github, path("/actions/runs/" + std::to_string(run.id) + rest), "jobs");
  };
  auto const first = jobs("/attempts/1/jobs"), latest = jobs("/jobs");
  EXPECT_THAT(jobs("/jobs?filter=all"), SizeIs(12));
  EXPECT_THAT(jobs("/jobs?filter=all&per_page=5"), SizeIs(12));
  ASSERT_THAT(first, SizeIs(4));
  ASSERT_THAT(latest, SizeIs(4));
  EXPECT_EQ(latest[0]["name"], "lint");
  EXPECT_EQ(latest[0]["started_at"], first[0]["started_at"]);
  EXPECT_EQ(latest[0]["run_attempt"], 3);
  EXPECT_EQ(first[3]["conclusion"], "skipped");
  EXPECT_THAT(first[3]["steps"], IsEmpty());
  auto const& failed = first[1];
  EXPECT_EQ(failed["conclusion"], "failure");
  std::vector<std::string> steps;
  for (auto const& step : failed["steps"]) steps.push_back(step["conclusion"]);
  EXPECT_THAT(steps,
              ElementsAre("success", "success", "success", "failure", "skipped", "skipped", "success", "success"));
}

TEST(FakeGithub, AJobThatRunsShowsTheStepsThatHaveBegun) {
  auto const run = the_run([](auto const& one) { return one.workflow == 3; });  // a training: most of an hour
  FakeGithub github;
  github.set_now(run.created + 20min);
  auto const job = json::parse(github.get(path("/actions/runs/" + std::to_string(run.id) + "/jobs")).body)["jobs"][0];
  EXPECT_EQ(job["status"], "in_progress");
  EXPECT_TRUE(job["completed_at"].is_null());
  EXPECT_EQ(job["steps"][5]["name"], "Train model");
  EXPECT_EQ(job["steps"][5]["status"], "in_progress");
  EXPECT_EQ(job["steps"][6]["status"], "queued");
  EXPECT_TRUE(job["steps"][6]["started_at"].is_null());
}

TEST(FakeGithub, ARunsUpdatedAtMayMoveLongAfterItsEnd) {
  auto const run = the_run([](auto const& one) { return one.touched.has_value(); });
  FakeGithub github;
  github.set_now(*run.touched - 1s);
  EXPECT_EQ(find_run(github, run.id)["updated_at"], format_utc(run.attempts[0].ended));
  github.set_now(*run.touched);
  EXPECT_EQ(find_run(github, run.id)["updated_at"], format_utc(*run.touched));
}

TEST(FakeGithub, ArtifactsOfAllPagesAddUpToTheRecords) {
  FakeGithub github;
  auto const records = fake_github::make_fortnight();
  for (auto const now : {at("2026-11-05T00:00:00Z"), at("2026-11-16T00:00:00Z")}) {
    github.set_now(now);
    std::map<std::string, std::int64_t> bytes;
    for (auto const& artifact : everything(github, path("/actions/artifacts?per_page=100"), "artifacts")) {
      if (!artifact["expired"].get<bool>())
        bytes[artifact["name"].get<std::string>()] += artifact["size_in_bytes"].get<std::int64_t>();
    }
    EXPECT_EQ(bytes, fake_github::expected_artifact_bytes(records, now));
  }
  EXPECT_THAT(everything(github, path("/actions/artifacts?name=model"), "artifacts"), SizeIs(testing::Ge(12u)));
}

TEST(FakeGithub, AWorkflowsFileComesRawOrInBase64) {
  FakeGithub github;
  auto const raw = github.get(path("/contents/.github/workflows/training.yml"),
                              {.headers = {{"Accept", "application/vnd.github.raw+json"}}});
  EXPECT_THAT(raw.body, HasSubstr("- cron: '0 2 * * *'"));
  auto const object = json::parse(github.get(path("/contents/.github/workflows/training.yml")).body);
  EXPECT_EQ(object["encoding"], "base64");
  EXPECT_THAT(object["content"].get<std::string>(), StartsWith("bmFtZTogU2NoZWR1bGVkIFRyYWluaW5nCgpvbjoK"));
  EXPECT_EQ(object["size"], raw.body.size());
  EXPECT_EQ(github.get(path("/contents/.github/workflows/none.yml")).status, 404);
}

TEST(FakeGithub, AWorkflowIsDisabledByInactivity) {
  FakeGithub github;
  auto const state = [&](char const* now) {
    github.set_now(at(now));
    return json::parse(github.get(path("/actions/workflows")).body)["workflows"][4]["state"].get<std::string>();
  };
  EXPECT_EQ(state("2026-11-13T00:09:59Z"), "active");
  EXPECT_EQ(state("2026-11-13T00:10:00Z"), "disabled_inactivity");
}

TEST(FakeGithub, BillingNeedsAPermissionAndBothFormsAgree) {
  FakeGithub github;
  github.set_now(at("2026-11-10T00:00:00Z"));
  auto const refused = github.get("/users/acme/settings/billing/usage/summary");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(header(refused, "X-Accepted-GitHub-Permissions"), "plan=read");
  EXPECT_NE(header(refused, "x-ratelimit-remaining"), "0");
  github.set({{"billing", true}});
  auto const summary = json::parse(github.get("/users/acme/settings/billing/usage/summary").body);
  auto const usage = json::parse(github.get("/users/acme/settings/billing/usage?year=2026&month=11").body);
  double total = 0;
  for (auto const& item : usage["usageItems"]) total += item["quantity"].get<double>();
  EXPECT_GT(total, 1000);
  EXPECT_EQ(summary["usageItems"][0]["grossQuantity"], total);
  EXPECT_THAT(json::parse(github.get("/users/acme/settings/billing/usage?month=10").body)["usageItems"], IsEmpty());
}

TEST(FakeGithub, CodeScanningPagesByNumberAndDependabotByCursorAlone) {
  FakeGithub github;
  github.set_now(at("2026-11-10T00:00:00Z"));
  auto const scanning = everything(github, path("/code-scanning/alerts?state=open&per_page=50"), "");
  EXPECT_THAT(scanning, SizeIs(testing::Gt(50u)));
  for (auto const& alert : scanning) EXPECT_EQ(alert["state"], "open");
  auto const first = github.get(path("/dependabot/alerts?state=open&severity=high,critical&per_page=5"));
  EXPECT_THAT(header(first, "Link"), AllOf(HasSubstr("after="), Not(HasSubstr("page=2"))));
  std::set<int> numbers;
  auto const all = everything(github, path("/dependabot/alerts?state=open&severity=high,critical&per_page=5"), "");
  for (auto const& alert : all) {
    numbers.insert(alert["number"].get<int>());
    EXPECT_THAT(alert["security_advisory"]["severity"].get<std::string>(), testing::AnyOf("high", "critical"));
  }
  EXPECT_EQ(numbers.size(), all.size());
  EXPECT_GT(all.size(), 10u);
  EXPECT_EQ(github.get(path("/dependabot/alerts?page=2")).status, 400);
}

TEST(FakeGithub, AFormerNameIsMovedForGood) {
  FakeGithub github;
  github.set_now(at("2026-11-10T00:00:00Z"));
  auto const moved = github.get("/repos/acme/old-price-model/actions/runs?per_page=2");
  EXPECT_EQ(moved.status, 301);
  EXPECT_EQ(header(moved, "Location"), github.url("/repositories/4711/actions/runs?per_page=2"));
  EXPECT_EQ(github.get(header(moved, "Location")).body, github.get(path("/actions/runs?per_page=2")).body);
}

struct FaultCase {
  char const* kind;
  int status;  // 0: no answer
  char const* header_name;
  std::string header_value;
  char const* body;
};

TEST(FakeGithub, EveryFaultIsWhatWasRecordedOfIt) {
  auto const now = at("2026-11-10T08:00:00Z");
  auto const in_a_minute = fake_github::epoch(now + 60s);
  std::vector<FaultCase> const cases{
      {"primary_403", 403, "x-ratelimit-reset", in_a_minute, "API rate limit exceeded"},
      {"primary_429", 429, "x-ratelimit-remaining", "0", "API rate limit exceeded"},
      {"secondary_403", 403, "Retry-After", "", "secondary rate limit"},
      {"secondary_403_limited_by", 403, "gh-limited-by", "search-elapsed-time-shared-grouped", "secondary rate limit"},
      {"secondary_403_remaining_0", 403, "x-ratelimit-remaining", "0", "secondary rate limit"},
      {"secondary_429_seconds", 429, "Retry-After", "60", "secondary rate limit"},
      {"secondary_429_date", 429, "Retry-After", "Tue, 10 Nov 2026 08:01:00 GMT", "secondary rate limit"},
      {"secondary_429", 429, "Retry-After", "", "secondary rate limit"},
      {"abuse_403", 403, "Retry-After", "60", "abuse detection"},
      {"permission_403", 403, "X-Accepted-GitHub-Permissions", "actions=read", "not accessible"},
      {"bad_credentials_401", 401, "Retry-After", "", "Bad credentials"},
      {"two_factor_401", 401, "X-GitHub-OTP", "required; app", "two-factor"},
      {"not_found_404", 404, "Retry-After", "", "Not Found"},
      {"gone_410", 410, "Sunset", "Thu, 10 Mar 2028 00:00:00 GMT", "no longer supported"},
      {"error_500", 500, "Retry-After", "", "Server Error"},
      {"html_502", 502, "Content-Type", "text/html", "<h1>502"},
      {"html_503", 503, "Content-Type", "text/html", "<h1>503 Service Unavailable"},
      {"cut_json", 200, "Content-Type", "application/json; charset=utf-8", R"({"id":4711)"},
      {"empty_200", 200, "Content-Length", "0", ""},
      {"other_json", 200, "Content-Type", "application/json; charset=utf-8", "null]"},
      {"moved_301", 301, "Content-Type", "application/json; charset=utf-8", "/repositories/4711"},
      {"moved_307", 307, "Content-Type", "application/json; charset=utf-8", "/repositories/4711"},
      {"elsewhere_302", 302, "Content-Type", "application/json; charset=utf-8", "https://localhost:"},
      {"circle_302", 302, "Content-Type", "application/json; charset=utf-8", "/repos/acme/price-model"},
      {"slow", 0, "", "", "did not answer"},
      {"silence", 0, "", "", "did not answer"},
      {"close", 0, "", "", "closed"},
      {"close_in_body", 0, "", "", "closed"},
  };
  std::set<std::string> tested;
  FakeGithub github;
  github.set_now(now);
  for (auto const& one : cases) {
    tested.insert(one.kind);
    // A client sends again, once, what met a connection that had been closed meanwhile.
    int const count = one.kind == std::string_view("close") ? 2 : 1;
    github.add_fault({{"path", path("")}, {"kind", one.kind}, {"count", count}, {"seconds", 60}});
    auto const answer = github.try_get(path(""), {.deadline = 300ms});
    if (one.status == 0) {
      ASSERT_FALSE(answer) << one.kind;
      EXPECT_THAT(answer.error().message, HasSubstr(one.body)) << one.kind;
    } else {
      ASSERT_TRUE(answer) << one.kind << answer.error().message;
      EXPECT_EQ(answer->status, one.status) << one.kind;
      EXPECT_EQ(header(*answer, one.header_name), one.header_value) << one.kind;
      EXPECT_THAT(answer->body, HasSubstr(one.body)) << one.kind;
      EXPECT_EQ(header(*answer, "Date"), "Tue, 10 Nov 2026 08:00:00 GMT");
    }
    EXPECT_EQ(github.get(path("")).status, 200) << "once is enough";
  }
  auto const kinds = fake_github::fault_kinds();
  EXPECT_EQ(tested, std::set<std::string>(kinds.begin(), kinds.end()));
}

TEST(FakeGithub, AJsonThatIsCutIsNoJson) {
  FakeGithub github;
  github.add_fault({{"kind", "cut_json"}});
  EXPECT_TRUE(json::parse(github.get(path("")).body, nullptr, false).is_discarded());
}

TEST(FakeGithub, ASecondaryLimitLeavesTheRestOfThePrimaryOne) {
  FakeGithub github;
  github.add_fault({{"kind", "secondary_403"}, {"date", false}});
  auto const answer = github.get(path(""));
  EXPECT_EQ(header(answer, "x-ratelimit-remaining"), "4999");
  EXPECT_EQ(answer.header("Date"), std::nullopt);
}

TEST(FakeGithub, FaultsComeForAPathForACountAndForASpanOfTime) {
  FakeGithub github;
  github.set_now(at("2026-11-10T08:00:00Z"));
  github.add_fault({{"path", path("/actions/artifacts")}, {"kind", "html_503"}});
  github.add_fault({{"path", path("/actions/runs")}, {"kind", "error_500"}, {"count", 2}});
  github.add_fault({{"path", path("/actions/workflows")},
                    {"kind", "not_found_404"},
                    {"from", "2026-11-10T08:30:00Z"},
                    {"until", "2026-11-10T09:00:00Z"}});
  auto const status = [&](char const* rest) { return github.get(path(rest)).status; };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(status("/actions/artifacts?per_page=1"), 503);
  EXPECT_EQ(status("/actions/runs?per_page=1"), 500);
  EXPECT_EQ(status("/actions/runs?per_page=1"), 500);
  EXPECT_EQ(status("/actions/runs?per_page=1"), 200);
  EXPECT_EQ(status("/actions/workflows"), 200);
  github.set_now(at("2026-11-10T08:30:00Z"));
  EXPECT_EQ(status("/actions/workflows"), 404);
  github.set_now(at("2026-11-10T09:00:00Z"));
  EXPECT_EQ(status("/actions/workflows"), 200);
  github.clear();
  EXPECT_EQ(status("/actions/artifacts?per_page=1"), 200);
  EXPECT_EQ(github.requests()["total"], 1);
  EXPECT_THROW(github.add_fault({{"kind", "earthquake"}}), std::runtime_error);
}

TEST(FakeGithub, TheOtherHostRemembersWhoCameWithACredential) {
  FakeGithub github;
  github.add_fault({{"path", path("/actions/runs")}, {"kind", "elsewhere_302"}, {"count", 1}});
  auto const location = header(github.get(path("/actions/runs")), "Location");
  EXPECT_THAT(location, Not(StartsWith(github.url())));
  EXPECT_THAT(github.requests()["other_host"], IsEmpty());
  github.get(location, {.token = ""});
  github.get(location);
  auto const seen = github.requests()["other_host"];
  ASSERT_THAT(seen, SizeIs(2));
  EXPECT_EQ(seen[0]["authorization"], false);
  EXPECT_EQ(seen[1]["authorization"], true);
}

TEST(FakeGithub, CountsTheRequestsOfTheWorstHour) {
  FakeGithub github;
  github.set_now(at("2026-11-10T08:00:00Z"));
  github.get(path(""));
  github.set_now(at("2026-11-10T09:30:00Z"));
  github.get(path(""));
  github.get(path(""));
  EXPECT_EQ(github.requests()["most_in_an_hour"], 2);
  EXPECT_EQ(github.requests()["counted"], 3);
}

TEST(FakeGithub, EndsWithItsStandardInput) {
  FakeGithub github;
  github.process().close_input();
  EXPECT_EQ(github.process().wait(), 0) << github.process().output();
}

}  // namespace
}  // namespace lapwing::test
