// SPDX-License-Identifier: Apache-2.0
// The parsers of bodies, on small bodies in GitHub's shape and, where they are, on the recorded ones.
#include "github/billing.hpp"
#include "github/jobs.hpp"
#include "github/repository.hpp"
#include "github/rows.hpp"
#include "github/runs.hpp"
#include "support/a_run.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>

#include <array>
#include <filesystem>

namespace lapwing::github {
namespace {

using namespace std::chrono_literals;
using test::a_job;
using test::a_run;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

/// The recorded body of that name; "" where the recordings are not here.
std::string recorded(std::string const& name) {
  std::filesystem::path const file = std::filesystem::path(LAPWING_SHARED_DATA "/github") / name;
  return std::filesystem::exists(file) ? test::read_file(file.string()) : "";
}

TEST(Rows, OnlyWhatIsWantedIsRead) {
  constexpr std::array<std::string_view, 3> fields{"id", "actor.login", "absent"};
  std::vector<std::string> rows;
  auto const read =
      read_rows(R"({"x":{"list":[{"id":9}]},"total_count":7,"list":[{"id":1,"actor":{"id":5,"login":"a"}},17,
      {"actor":{"deeper":{"login":"no"},"login":null},"id":"two","more":[{"id":3}]},{}],"after":[{"id":4}]})",
                "list", fields, [&](std::span<Field const> row) {
                  rows.push_back(std::to_string(row[0].number().value_or(-1)) + row[1].text() + row[2].text());
                });
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->total, 7);
  EXPECT_TRUE(read->has_list);
  EXPECT_THAT(rows, ElementsAre("1a", "-1", "-1"));
}

TEST(Rows, ABareListIsReadToo) {
  constexpr std::array<std::string_view, 2> fields{"n", "f"};
  std::vector<double> rows;
  auto const read = read_rows(
      R"([{"n":1.5,"f":true},[{"n":8}],{"n":18446744073709551615}])", "", fields,
      [&](std::span<Field const> row) { rows.push_back(row[0].real().value_or(-1) + (row[1].flag() ? 100 : 0)); });
  ASSERT_TRUE(read);
  EXPECT_THAT(rows, ElementsAre(101.5, 18446744073709551615.0));
}

TEST(Rows, WhatIsCutOrNoJsonOrTooDeepIsAnError) {
  constexpr std::array<std::string_view, 1> fields{"id"};
  auto const ignore = [](std::span<Field const>) {};
  EXPECT_THAT(read_rows(R"({"list":[{"id":1)", "list", fields, ignore).error().message,
              HasSubstr("cut short after 16 bytes"));
  EXPECT_THAT(read_rows("", "list", fields, ignore).error().message, HasSubstr("cut short"));
  EXPECT_THAT(read_rows("<html>", "list", fields, ignore).error().message, HasSubstr("not JSON"));
  EXPECT_THAT(read_rows(std::string(100'000, '['), "", fields, ignore).error().message, HasSubstr("deeper than 64"));
  EXPECT_FALSE(read_rows("{}", "list", fields, ignore)->has_list);
}

TEST(Runs, ARunIsWhatItsFieldsSay) {
  auto const page = parse_runs(test::runs_body({a_run(7).failed().attempt(2, "2026-11-11T09:00:00Z")}));
  ASSERT_TRUE(page);
  ASSERT_THAT(page->runs, SizeIs(1));
  auto const& run = page->runs[0];
  EXPECT_EQ(run.id, 1007);
  EXPECT_EQ(run.number, 7);
  EXPECT_EQ(run.attempt, 2);
  EXPECT_EQ(run.title, "Change 7");
  EXPECT_EQ(run.actor, "octocat");
  EXPECT_EQ(run.sha, test::ARun::sha_of(7));
  EXPECT_EQ(run.outcome(), Outcome::failure);
  EXPECT_EQ(format_utc(run.created_at), "2026-11-10T08:00:00Z");
  EXPECT_EQ(format_utc(run.started_at), "2026-11-11T09:00:00Z");
}

TEST(Runs, OldShapesNullsAndHostileFieldsAreTaken) {
  auto const page = parse_runs(test::runs_body(
      {a_run(1)
           .set("run_attempt", nullptr)
           .set("run_started_at", nullptr)
           .set("path", nullptr)
           .set("head_branch", nullptr),
       a_run(2).set("html_url", "javascript:alert(1)").set("head_sha", "$(rm)").set("display_title", "a\nb\x1b[31m"),
       a_run(3).set("created_at", "yesterday"), a_run(4).set("id", "4"),
       a_run(5).set("conclusion", "quantum").set("run_attempt", -3)}));
  ASSERT_TRUE(page);
  ASSERT_THAT(page->runs, SizeIs(3));
  EXPECT_EQ(page->runs[0].attempt, 1);
  EXPECT_EQ(page->runs[0].started_at, page->runs[0].created_at);
  EXPECT_EQ(page->runs[1].url, "");
  EXPECT_EQ(page->runs[1].sha, "");
  EXPECT_EQ(page->runs[1].title, "a b [31m");
  EXPECT_EQ(page->runs[2].outcome(), Outcome::uncounted);
  EXPECT_EQ(page->runs[2].conclusion, "quantum");
  EXPECT_EQ(page->runs[2].attempt, 1);
}

TEST(Runs, OneRunAndWhatIsNone) {
  auto const run = parse_run(a_run(7).json().dump());
  ASSERT_TRUE(run);
  EXPECT_EQ(run->number, 7);
  EXPECT_FALSE(parse_run("{}"));
  EXPECT_FALSE(parse_run("[]"));
  EXPECT_THAT(parse_runs("{}").error().message, HasSubstr("no list of workflow runs"));
}

TEST(Runs, EveryConclusionCountsAsItShould) {
  std::vector<std::pair<char const*, Outcome>> const all{
      {"success", Outcome::success},          {"failure", Outcome::failure},
      {"timed_out", Outcome::failure},        {"startup_failure", Outcome::failure},
      {"cancelled", Outcome::uncounted},      {"skipped", Outcome::uncounted},
      {"neutral", Outcome::uncounted},        {"stale", Outcome::uncounted},
      {"action_required", Outcome::uncounted}};
  for (auto const& [conclusion, outcome] : all) {
    github::Run run;
    run.conclusion = conclusion;
    EXPECT_EQ(run.outcome(), outcome) << conclusion;
  }
}

TEST(Jobs, TheFailingStepIsTheFirstThatFailed) {
  auto const page = parse_jobs(
      test::jobs_body({a_job("test", "failure", "2026-11-10T08:00:10Z", "2026-11-10T08:03:00.500+00:00", "Run pytest"),
                       a_job("lost", "failure", "2026-11-10T08:00:10Z", "2026-11-10T16:01:00+08:00")}));
  ASSERT_TRUE(page);
  ASSERT_THAT(page->jobs, SizeIs(2));
  ASSERT_TRUE(page->jobs[0].failing_step);
  EXPECT_EQ(page->jobs[0].failing_step->name, "Run pytest");
  EXPECT_EQ(page->jobs[0].failing_step->number, 4);
  EXPECT_EQ(page->jobs[0].duration(), 170'500ms);
  EXPECT_FALSE(page->jobs[1].failing_step) << "a runner that was lost";
  EXPECT_EQ(page->jobs[1].duration(), 50s) << "an offset";
}

TEST(Jobs, AJobThatNeverRanOrEndedBeforeItBeganHasNoNegativeTime) {
  auto job = a_job("a", "skipped", "2026-11-10T08:00:00Z", "2026-11-10T08:00:00Z");
  auto backwards = a_job("b", "success", "2026-11-10T08:00:02Z", "2026-11-10T08:00:00Z");
  auto waiting = a_job("c", "", "2026-11-10T08:00:02Z", "");
  auto const page = parse_jobs(test::jobs_body({job, backwards, waiting}));
  ASSERT_TRUE(page);
  EXPECT_FALSE(page->jobs[0].duration());
  EXPECT_EQ(page->jobs[1].duration(), 0s);
  EXPECT_FALSE(page->jobs[2].duration());
}

TEST(Jobs, TheRunnerIsToldByTheLabels) {
  auto const runner = [](std::vector<std::string> labels) {
    auto job = a_job("a", "success", "2026-11-10T08:00:00Z", "2026-11-10T08:01:00Z");
    job["labels"] = labels;
    return parse_jobs(test::jobs_body({job}))->jobs.at(0).runner;
  };
  EXPECT_EQ(runner({"ubuntu-latest"}), Runner::linux);
  EXPECT_EQ(runner({"Windows-2022"}), Runner::windows);
  EXPECT_EQ(runner({"macos-14"}), Runner::macos);
  EXPECT_EQ(runner({"self-hosted", "windows"}), Runner::self_hosted);
}

TEST(Billing, EverySpellingOfMinutesIsSummed) {
  EXPECT_EQ(
      *parse_minutes(
          R"({"usageItems":[{"product":"Actions","sku":"actions_linux","grossQuantity":2192.5,"netQuantity":0,"unitType":"minutes"},
      {"product":"actions","sku":"Actions Storage","grossQuantity":0.8,"unitType":"gigabyte-hours"},
      {"product":"Packages","grossQuantity":5,"unitType":"minutes"},{"product":"ACTIONS","grossQuantity":100,"unitType":"Minutes"}]})"),
      2292.5);
  EXPECT_EQ(*parse_minutes(
                R"({"usageItems":[{"date":"2023-08-01","product":"Actions","quantity":100,"unitType":"minutes"},17]})"),
            100);
  EXPECT_EQ(*parse_minutes(R"({"total_minutes_used":305,"included_minutes":3000})"), 305);
  EXPECT_EQ(*parse_minutes(R"({"usageItems":[]})"), 0);
  EXPECT_FALSE(parse_minutes(R"({"message":"Not Found"})"));
  EXPECT_FALSE(parse_minutes("<html>"));
}

TEST(Repository, WhatIsNeededOfIt) {
  auto const repository = parse_repository(
      R"({"id":4711,"full_name":"acme/price-model","default_branch":"main","private":true,"owner":{"login":"acme","type":"Organization"}})");
  ASSERT_TRUE(repository);
  EXPECT_EQ(repository->default_branch, "main");
  EXPECT_TRUE(repository->is_private);
  EXPECT_TRUE(repository->is_owned_by_organization);
  EXPECT_FALSE(parse_repository("{}"));
}

TEST(Artifacts, ExpiredOnesAndOddSizesAreTold) {
  auto const artifacts = parse_artifacts(
      R"({"artifacts":[{"name":"model","size_in_bytes":100,"expired":false},{"name":"old","size_in_bytes":7,"expired":true},
      {"name":"odd","size_in_bytes":-1},{"name":"none"}]})");
  ASSERT_TRUE(artifacts);
  ASSERT_THAT(*artifacts, SizeIs(2));
  EXPECT_TRUE((*artifacts)[1].is_expired);
  EXPECT_EQ(*parse_cache_usage(R"({"active_caches_size_in_bytes":1417631505})"), 1417631505);
  EXPECT_FALSE(parse_cache_usage("{}"));
}

/// Every recorded body parses, and holds what a look at it says.
TEST(Recorded, EveryBodyIsRead) {
  if (recorded("index.json").empty()) GTEST_SKIP() << "the recorded answers are not here";
  for (auto const& [file, count] :
       std::vector<std::pair<char const*, std::size_t>>{{"runs_list_repo_2023_page1.json", 30},
                                                        {"runs_empty_0.json", 0},
                                                        {"runs_list_workflow_2020_old_shape.json", 4}}) {
    auto const page = parse_runs(recorded(file));
    ASSERT_TRUE(page) << file << page.error().message;
    EXPECT_THAT(page->runs, SizeIs(count)) << file;
  }
  for (auto const* const file :
       {"runs_action_required.json", "runs_startup_failure.json", "runs_in_progress.json", "runs_created_ge.json",
        "runs_for_workflow_2021.json", "runs_list_created_filter_2024.json", "runs_list_head_sha_2023.json"}) {
    auto const page = parse_runs(recorded(file));
    ASSERT_TRUE(page) << file;
    EXPECT_FALSE(page->runs.empty()) << file;
  }
  auto const run = parse_run(recorded("run_get_2023.json"));
  ASSERT_TRUE(run);
  EXPECT_EQ(run->updated_at - run->started_at, 241s) << "GitHub's own run_duration_ms of that run";
  auto const attempt = parse_run(recorded("run_attempt_2_2026.json"));
  ASSERT_TRUE(attempt);
  EXPECT_EQ(attempt->attempt, 2);
  for (auto const* const file : {"jobs_list_2023.json", "jobs_list_2023_b.json", "jobs_multi_latest.json",
                                 "jobs_multi_all_attempts.json", "jobs_attempt_paged_0.json"}) {
    auto const page = parse_jobs(recorded(file));
    ASSERT_TRUE(page) << file;
    EXPECT_FALSE(page->jobs.empty()) << file;
  }
  auto const old = parse_jobs("{\"jobs\":" + recorded("job_objects_2021.json") + "}");
  ASSERT_TRUE(old);
  EXPECT_TRUE(std::ranges::any_of(old->jobs, [](Job const& job) { return job.has_failed() && !job.failing_step; }));
  for (auto const* const file : {"workflows_list_2020.json", "workflows_list_2021.json", "workflows_paged_0.json"})
    EXPECT_TRUE(parse_workflows(recorded(file))) << file;
  for (auto const* const file :
       {"artifacts_list_repo_p1.json", "artifacts_by_name_page10.json", "artifacts_paged_2024.json"})
    EXPECT_TRUE(parse_artifacts(recorded(file))) << file;
  EXPECT_EQ(*parse_minutes(recorded("billing_usage_summary_user_2026_recorded.json")), 2192 + 114);
  EXPECT_EQ(*parse_minutes(recorded("billing_actions_user_2022_recorded.json")), 0);
  EXPECT_EQ(*parse_minutes(recorded("example_billing_usage_report_user.json")), 100);
  EXPECT_EQ(*parse_cache_usage(recorded("actions_cache_usage_recorded_a.json")), 1417631505);
  EXPECT_FALSE(parse_runs(recorded("error_200_invalid_json.txt")));
  EXPECT_FALSE(parse_runs(recorded("error_503_html.html")));
}

}  // namespace
}  // namespace lapwing::github
