// SPDX-License-Identifier: Apache-2.0
// Polls of a repository whose answers the test sets page by page.
#include "poll/github_actions.hpp"

#include "support/a_run.hpp"
#include "support/loop.hpp"
#include "support/small_github.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace lapwing::poll {
namespace {

using namespace std::chrono_literals;
using test::a_job;
using test::a_run;
using test::jobs_body;
using test::response;
using test::runs_body;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class GithubPolls : public testing::Test {
 protected:
  GithubPolls() {
    options.repository = "acme/price-model";
    options.access.token = Secret("good-token");
  }

  /// One poll, a minute after the last; its cursor goes into the next.
  PollReport poll() {
    Workers workers(0);
    GithubActions poller(options);
    PollContext context{now, cursor, github, workers, newest};
    auto task = poller.poll(std::move(context));
    auto report = test::run_now(std::move(task));
    EXPECT_TRUE(report) << report.error().message;
    now += 1min;
    cursor = report->cursor;
    return *std::move(report);
  }

  static std::vector<Sample> of(PollReport const& report, std::string_view metric) {
    std::vector<Sample> out;
    std::ranges::copy_if(report.samples, std::back_inserter(out),
                         [&](Sample const& one) { return one.metric == metric; });
    return out;
  }

  /// "CI/push=1", one a sample of that metric, in order.
  static std::vector<std::string> values(PollReport const& report, std::string_view metric) {
    std::vector<std::string> out;
    for (auto const& one : of(report, metric)) {
      std::string text(one.labels.get("workflow"));
      for (auto const* const label : {"event", "conclusion", "job", "part", "artifact"}) {
        if (auto const value = one.labels.get(label); !value.empty()) text += "/" + std::string(value);
      }
      auto number = std::to_string(one.value);
      number.erase(number.find_last_not_of('0') + 1);
      if (number.ends_with('.')) number.pop_back();
      out.push_back(text + "=" + number);
    }
    return out;
  }

  TimePoint now = *parse_timestamp("2026-11-10T12:00:00Z");
  test::SmallGithub github;
  GithubOptions options;
  std::string cursor;
  std::function<std::vector<NewestSample>(std::string const&)> newest;
};

TEST_F(GithubPolls, ARunIsOneSampleOfEachKindWithItsEvidence) {
  github.runs({a_run(7)});
  github.jobs(1007, 1,
              {a_job("test", "success", "2026-11-10T08:00:10Z", "2026-11-10T08:03:40Z"),
               a_job("lint", "success", "2026-11-10T08:00:20Z", "2026-11-10T08:01:00Z")});
  auto const report = poll();
  EXPECT_FALSE(report.fault);
  EXPECT_THAT(values(report, "run.success"), ElementsAre("CI/push=1"));
  EXPECT_THAT(values(report, "run.duration"), ElementsAre("CI/push=220"))
      << "to the end of the last job, not to updated_at";
  EXPECT_THAT(values(report, "run.queue_time"), ElementsAre("CI/push=10"));
  EXPECT_THAT(values(report, "run.flaky"), ElementsAre("CI/push=0"));
  EXPECT_THAT(values(report, "job.success"), ElementsAre("CI/push/test=1", "CI/push/lint=1"));
  EXPECT_THAT(values(report, "job.duration"), ElementsAre("CI/push/test=210", "CI/push/lint=40"));
  EXPECT_THAT(values(report, "run.failed_duration"), IsEmpty());
  auto const sample = of(report, "run.success").at(0);
  EXPECT_EQ(format_utc(sample.at), "2026-11-10T08:00:00.007Z");
  EXPECT_EQ(sample.labels,
            (Labels{{"repository", "acme/price-model"}, {"workflow", "CI"}, {"branch", "main"}, {"event", "push"}}));
  ASSERT_THAT(report.events, SizeIs(1));
  EXPECT_EQ(report.events[0].id, "1007/1");
  EXPECT_EQ(report.events[0].labels.get("conclusion"), "success");
  EXPECT_EQ(format_utc(report.events[0].at), "2026-11-10T08:03:40Z");
}

TEST_F(GithubPolls, WhatWasReadOnceIsNotReadAgain) {
  github.runs({a_run(7)});
  github.jobs(1007, 1, {a_job("test", "success", "2026-11-10T08:00:10Z", "2026-11-10T08:03:40Z")});
  poll();
  auto const before = github.seen.size();
  auto const counted = github.counted;
  auto const report = poll();
  EXPECT_THAT(report.events, IsEmpty());
  EXPECT_THAT(values(report, "run.success"), IsEmpty());
  EXPECT_EQ(github.seen.size() - before, 1u) << "the list of runs alone";
  EXPECT_EQ(github.counted, counted) << "and that was not modified";
  EXPECT_FALSE(report.fault);
}

TEST_F(GithubPolls, AFailureNamesStepAndCommitsAndLinksThem) {
  github.runs({a_run(9).failed().at("2026-11-10T10:00:00Z"), a_run(8).failed().at("2026-11-10T09:00:00Z"), a_run(7)});
  github.jobs(1009, 1,
              {a_job("build", "success", "2026-11-10T10:00:10Z", "2026-11-10T10:01:00Z"),
               a_job("test", "failure", "2026-11-10T10:00:10Z", "2026-11-10T10:03:00Z", "Run pytest")});
  github.jobs(1008, 1, {a_job("test", "failure", "2026-11-10T09:00:10Z", "2026-11-10T09:03:00Z")});
  auto const report = poll();
  EXPECT_THAT(values(report, "run.success"), ElementsAre("CI/push=1", "CI/push=0", "CI/push=0"));
  EXPECT_THAT(values(report, "run.failed_duration"), ElementsAre("CI/push=180", "CI/push=180"));
  auto const newest_run = of(report, "run.success").back();
  EXPECT_EQ(newest_run.note.raw(),
            "Run 9 failed at job 'test', step 'Run pytest'; 2 failures in a row since commit aaaaaaa, last good commit "
            "aaaaaaa: Change 9");
  std::string const page(test::kRepositoryPage);
  EXPECT_THAT(newest_run.links, ElementsAre(Link{"Failing step", page + "/actions/runs/7/job/99#step:4:1"},
                                            Link{"Run 9", page + "/actions/runs/1009"},
                                            Link{"First bad commit", page + "/commit/" + test::ARun::sha_of(8)},
                                            Link{"Last good commit", page + "/commit/" + test::ARun::sha_of(7)}));
  EXPECT_THAT(of(report, "run.success")[1].note.raw(),
              HasSubstr("Run 8 failed at job 'test', no failing step (was the runner lost?); first bad commit"));
}

TEST_F(GithubPolls, ARerunTakesThePlaceOfTheAttemptBeforeAndCountsAsFlaky) {
  github.runs({a_run(7).failed()});
  poll();
  github.runs({a_run(7).running().attempt(2, "2026-11-10T12:05:00Z")});
  EXPECT_THAT(poll().samples, Not(Contains(testing::Field(&Sample::metric, "run.success"))));
  github.runs({a_run(7).attempt(2, "2026-11-10T12:05:00Z")});
  auto const report = poll();
  EXPECT_THAT(values(report, "run.success"), ElementsAre("CI/push=1"));
  EXPECT_EQ(format_utc(of(report, "run.success")[0].at), "2026-11-10T08:00:00.007Z")
      << "the instant of the first attempt";
  EXPECT_THAT(values(report, "run.flaky"), ElementsAre("CI/push=1"));
  EXPECT_EQ(report.events.at(0).id, "1007/2");
  EXPECT_THAT(values(report, "run.duration"), ElementsAre("CI/push=240")) << "of the attempt, not since its creation";
}

TEST_F(GithubPolls, AttemptsThatEndedUnseenAreAskedFor) {
  github.runs({a_run(7).attempt(3, "2026-11-10T11:00:00Z")});
  github.run_attempt(a_run(7).failed(), 1);
  github.run_attempt(a_run(7).failed().attempt(2, "2026-11-10T10:00:00Z").set("created_at", "2026-11-10T10:00:02Z"), 2);
  auto const report = poll();
  EXPECT_THAT(values(report, "run.success"), ElementsAre("CI/push=0", "CI/push=0", "CI/push=1"));
  for (auto const& sample : of(report, "run.success")) EXPECT_EQ(format_utc(sample.at), "2026-11-10T08:00:00.007Z");
  EXPECT_THAT(values(report, "run.flaky"), ElementsAre("CI/push=0", "CI/push=0", "CI/push=1"));
  EXPECT_THAT(report.events, SizeIs(3));
}

TEST_F(GithubPolls, AFailureIsToldWhileTheNextAttemptRuns) {
  github.runs({a_run(7).running().attempt(2, "2026-11-10T11:55:00Z")});
  github.run_attempt(a_run(7).failed(), 1);
  auto const report = poll();
  EXPECT_THAT(values(report, "run.success"), ElementsAre("CI/push=0"));
  EXPECT_THAT(of(report, "run.success")[0].note.raw(), HasSubstr("first bad commit"));
  EXPECT_THAT(poll().events, IsEmpty()) << "once";
  github.runs({a_run(7).attempt(2, "2026-11-10T11:55:00Z")});
  auto const after = poll();
  EXPECT_THAT(values(after, "run.success"), ElementsAre("CI/push=1"));
  EXPECT_THAT(values(after, "run.flaky"), ElementsAre("CI/push=1"));
}

TEST_F(GithubPolls, TheFirstAttemptsTellTrueReliability) {
  options.first_attempts = true;
  github.runs({a_run(7).attempt(2, "2026-11-10T11:00:00Z")});
  github.run_attempt(a_run(7).failed(), 1);
  EXPECT_THAT(values(poll(), "run.success"), ElementsAre("CI/push=0"));
}

TEST_F(GithubPolls, AJobThatPassesOnTheCommitItFailedOnIsFlaky) {
  auto const sha = test::ARun::sha_of(7);
  github.runs({a_run(8).at("2026-11-10T09:00:00Z").set("head_sha", sha), a_run(7).failed()});
  github.jobs(1007, 1, {a_job("test", "failure", "2026-11-10T08:00:10Z", "2026-11-10T08:03:00Z", "Run pytest")});
  github.jobs(1008, 1, {a_job("test", "success", "2026-11-10T09:00:10Z", "2026-11-10T09:03:00Z")});
  auto const report = poll();
  EXPECT_THAT(values(report, "run.flaky"), ElementsAre("CI/push=0", "CI/push=1"));
  EXPECT_THAT(of(report, "run.flaky")[1].note.raw(), HasSubstr("job 'test' failed in run 7 on the same commit"));
}

TEST_F(GithubPolls, WhatCountsNeitherWayIsShownAndKeptOut) {
  github.runs({a_run(5).ended_as("quantum"), a_run(4).ended_as("cancelled"), a_run(3).ended_as("timed_out"),
               a_run(2).ended_as("startup_failure"), a_run(1).ended_as("skipped")});
  auto const report = poll();
  EXPECT_THAT(values(report, "run.success"), ElementsAre("CI/push=0", "CI/push=0"));
  EXPECT_THAT(values(report, "run.uncounted"), ElementsAre("CI/skipped=1", "CI/cancelled=1", "CI/quantum=1"));
  EXPECT_THAT(report.events, SizeIs(5));
  EXPECT_THAT(of(report, "run.success")[0].note.raw(), HasSubstr("the workflow file has a fault"));
}

TEST_F(GithubPolls, CancelledCountsAsFailureWhereTheOptionsSaySo) {
  options.cancelled_is_failure["CI"] = true;
  github.runs({a_run(4).ended_as("cancelled")});
  EXPECT_THAT(values(poll(), "run.success"), ElementsAre("CI/push=0"));
}

TEST_F(GithubPolls, PullRequestsAreSeriesOfTheirOwnAndOtherBranchesAreNone) {
  github.runs({a_run(3).set("event", "pull_request").set("head_branch", "feature").failed(),
               a_run(2).set("head_branch", "feature"), a_run(1)});
  auto const report = poll();
  EXPECT_THAT(values(report, "run.success"), ElementsAre("CI/push=1"));
  EXPECT_THAT(values(report, "pr.success"), ElementsAre("CI=0"));
  EXPECT_EQ(of(report, "pr.success")[0].labels.get("branch"), "");
}

TEST_F(GithubPolls, TwoRunsOfOneSecondAreTwoSamples) {
  github.runs({a_run(8), a_run(7)});
  auto const samples = of(poll(), "run.success");
  ASSERT_THAT(samples, SizeIs(2));
  EXPECT_NE(samples[0].at, samples[1].at);
}

TEST_F(GithubPolls, JobsThatCouldNotBeReadComeLater) {
  github.runs({a_run(7).failed()});
  github.set("/repos/acme/price-model/actions/runs/1007/attempts/1/jobs?per_page=100", response(503, "<html>"));
  auto const first = poll();
  EXPECT_THAT(of(first, "run.success").at(0).note.raw(), HasSubstr("(its jobs were not read)"));
  EXPECT_FALSE(first.fault) << "the runs were read";
  EXPECT_THAT(values(first, "api.readable"), Contains("/jobs=0"));
  github.jobs(1007, 1, {a_job("test", "failure", "2026-11-10T08:00:10Z", "2026-11-10T08:03:00Z", "Run pytest")});
  github.run(a_run(7).failed());
  auto const second = poll();
  EXPECT_THAT(of(second, "run.success").at(0).note.raw(), HasSubstr("step 'Run pytest'"));
  EXPECT_THAT(values(poll(), "run.success"), IsEmpty());
}

TEST_F(GithubPolls, WhyAWorkflowFailsNowIsAskedForFirst) {
  std::vector<test::ARun> runs;
  for (int number = 99; number > 1; --number)
    runs.push_back(a_run(number).workflow(2, "CD").at("2026-11-10T11:00:00Z"));
  runs.push_back(a_run(1).failed());
  github.runs(runs);
  github.jobs(1001, 1, {a_job("test", "failure", "2026-11-10T08:00:10Z", "2026-11-10T08:03:00Z", "Run pytest")});
  auto const report = poll();
  EXPECT_THAT(of(report, "run.success").at(0).note.raw(), HasSubstr("step 'Run pytest'"));
  EXPECT_LT(github.seen.size(), 80u) << "not a request for each of the others";
}

TEST_F(GithubPolls, PagesAreFollowedUntilTheWindowIsCovered) {
  std::vector<test::ARun> first, second;
  for (int i = 20; i > 10; --i) first.push_back(a_run(i).at("2026-11-09T08:00:00Z"));
  for (int i = 10; i > 0; --i) second.push_back(a_run(i).at("2026-11-01T08:00:00Z"));
  github.runs(first, "https://api.github.com/repositories/4711/actions/runs?page=2");
  github.set("/repositories/4711/actions/runs?page=2",
             response(200, runs_body(second),
                      {{"Link", "<https://api.github.com/repositories/4711/actions/runs?page=3>; rel=\"next\""}}));
  auto const report = poll();
  EXPECT_THAT(of(report, "run.success"), SizeIs(20));
  EXPECT_THAT(github.paths(), Not(Contains("/repositories/4711/actions/runs?page=3"))) << "seven days are covered";
}

TEST_F(GithubPolls, APageThatFailsIsAFindingAndIsAskedForAgain) {
  github.runs({a_run(7)}, "https://api.github.com/repositories/4711/actions/runs?page=2");
  github.set("/repositories/4711/actions/runs?page=2", response(502));
  auto const report = poll();
  EXPECT_THAT(of(report, "run.success"), SizeIs(1));
  EXPECT_THAT(values(report, "api.readable"), Contains("/runs=0"));
  github.set("/repositories/4711/actions/runs?page=2", response(200, runs_body({a_run(3).at("2026-11-09T08:00:00Z")})));
  EXPECT_THAT(of(poll(), "run.success"), SizeIs(1)) << "the run of the second page";
}

TEST_F(GithubPolls, ALimitEndsThePollAndIsHeldOverRestarts) {
  github.runs({a_run(7)});
  poll();
  github.set(github.runs_path(),
             response(403, R"({"message":"You have exceeded a secondary rate limit"})", {{"Retry-After", "600"}}));
  auto const report = poll();
  ASSERT_TRUE(report.fault);
  EXPECT_THAT(report.fault->message, HasSubstr("secondary rate limit"));
  EXPECT_THAT(report.fault->message, HasSubstr("nothing is asked before 12:11 UTC"));
  auto const before = github.seen.size();
  github.runs({a_run(7)});
  EXPECT_TRUE(poll().fault);
  EXPECT_EQ(github.seen.size(), before) << "nothing is sent in a pause";
  now += 10min;
  EXPECT_FALSE(poll().fault);
}

TEST_F(GithubPolls, AnAnswerThatIsNoneIsAFailedPollAndTheNextOneReadsIt) {
  github.runs({a_run(7)});
  poll();
  for (auto const& odd :
       {response(503, "<html>"), response(200, "{\"workflow_runs\":[{\"id\":1"), response(200, ""), response(500)}) {
    github.set(github.runs_path(), odd);
    auto const report = poll();
    EXPECT_TRUE(report.fault) << odd.status;
    EXPECT_THAT(report.samples, Not(Contains(testing::Field(&Sample::metric, "run.success"))));
  }
  github.runs({a_run(8), a_run(7)});
  auto const report = poll();
  EXPECT_FALSE(report.fault);
  EXPECT_THAT(of(report, "run.success"), SizeIs(1));
}

TEST_F(GithubPolls, AWrongTokenAndAMissingRepositorySayWhatToDo) {
  github.set("/repos/acme/price-model", response(401, R"({"message":"Bad credentials"})"));
  EXPECT_THAT(poll().fault->message, AllOf(HasSubstr("acme/price-model: "), HasSubstr("the token is wrong")));
  github.set("/repos/acme/price-model", response(404, R"({"message":"Not Found"})"));
  EXPECT_THAT(poll().fault->message, HasSubstr("the token may not see it"));
}

TEST_F(GithubPolls, ARenamedRepositoryIsFollowedAndSaid) {
  github.set("/repos/acme/price-model", response(301, "", {{"Location", "https://api.github.com/repositories/4711"}}));
  github.set("/repositories/4711", response(200, test::SmallGithub::repository_body("acme/new-name")));
  github.set("/repositories/4711/actions/runs?per_page=100&exclude_pull_requests=true",
             response(200, runs_body({a_run(7)})));
  auto const report = poll();
  EXPECT_THAT(of(report, "run.success"), SizeIs(1));
  EXPECT_EQ(of(report, "run.success")[0].labels.get("repository"), "acme/price-model") << "as it is configured";
  auto const readable = of(report, "api.readable");
  auto const part =
      std::ranges::find_if(readable, [](Sample const& one) { return one.labels.get("part") == "repository"; });
  ASSERT_NE(part, readable.end());
  EXPECT_EQ(part->value, 0);
  EXPECT_THAT(part->note.raw(), HasSubstr("is now called acme/new-name; change `repository:`"));
}

TEST_F(GithubPolls, AScheduledRunThatDoesNotComeIsMissed) {
  github.workflow_file("name: CI\non:\n  push:\n  schedule:\n    - cron: '0 2 * * *'\n");
  github.runs({a_run(7).set("event", "schedule").at("2026-11-09T02:20:00Z")});
  now = *parse_timestamp("2026-11-10T02:59:00Z");
  EXPECT_THAT(values(poll(), "run.missed"), ElementsAre("CI=0")) << "within the grace";
  auto const report = poll();
  EXPECT_THAT(values(report, "run.missed"), ElementsAre("CI=1"));
  EXPECT_THAT(of(report, "run.missed")[0].note.raw(),
              HasSubstr("cron 0 2 * * *; no run since the slot of 2026-11-10T02:00:00Z"));
  now = *parse_timestamp("2026-11-11T04:00:00Z");
  EXPECT_THAT(values(poll(), "run.missed"), ElementsAre("CI=2"));
  github.runs({a_run(8).set("event", "schedule").at("2026-11-11T04:00:30Z").running()});
  EXPECT_THAT(values(poll(), "run.missed"), ElementsAre("CI=0")) << "it has begun";
}

TEST_F(GithubPolls, AScheduleInTheConfigurationGoesBeforeTheFile) {
  github.workflow_file("on: {schedule: [{cron: '0 2 * * *'}]}\n");
  options.schedules["CI"] = {RunSchedule{*Cron::parse("0 10 * * *")}, 5min};
  github.runs({a_run(7).set("event", "schedule").at("2026-11-09T10:00:00Z")});
  EXPECT_THAT(values(poll(), "run.missed"), ElementsAre("CI=1"));
}

TEST_F(GithubPolls, AWorkflowThatGitHubDisabledIsTold) {
  github.workflows(
      R"([{"id":1,"name":"CI","path":".github/workflows/ci.yml","state":"disabled_inactivity"},{"id":2,"name":"Old","path":".github/workflows/old.yml","state":"disabled_manually"}])");
  auto const report = poll();
  EXPECT_THAT(values(report, "workflow.active"), ElementsAre("CI=0")) << "what a person switched off is no finding";
  EXPECT_THAT(of(report, "workflow.active")[0].note.raw(), HasSubstr("disabled_inactivity"));
}

TEST_F(GithubPolls, AFileThatCanNotBeReadIsAFinding) {
  github.workflow_file("on: {schedule: [{cron: '0 2 * * *'}\n");
  poll();
  github.set("/repos/acme/price-model/contents/.github/workflows/ci.yml",
             response(403, "", {{"X-Accepted-GitHub-Permissions", "contents=read"}}));
  now += 1h;
  auto const report = poll();
  EXPECT_THAT(values(report, "api.readable"), Contains("/files=0"));
}

TEST_F(GithubPolls, MinutesAreTheAccountsWhereBillingCanBeRead) {
  options.plan.minutes = 2000;
  github.set("/users/acme/settings/billing/usage/summary?year=2026&month=11&product=Actions",
             response(200, R"({"usageItems":[{"product":"Actions","unitType":"minutes","grossQuantity":600}]})"));
  auto const report = poll();
  auto const used = of(report, "actions.minutes_used").at(0);
  EXPECT_EQ(used.value, 600);
  EXPECT_EQ(used.labels, (Labels{{"account", "acme"}, {"source", "billing summary"}}));
  // Nine and a half of thirty days have passed.
  EXPECT_EQ(of(report, "actions.minutes_projected").at(0).value, 1895);
  EXPECT_EQ(of(report, "actions.minutes_included").at(0).value, 2000);
}

TEST_F(GithubPolls, WithoutBillingMinutesAreEstimatedFromTheJobsAndSaySo) {
  github.set("/users/acme/settings/billing/usage/summary?year=2026&month=11&product=Actions",
             response(403, "", {{"X-Accepted-GitHub-Permissions", "plan=read"}}));
  github.set("/users/acme/settings/billing/usage?year=2026&month=11", response(404));
  github.runs({a_run(8).set("event", "pull_request"), a_run(7)});
  for (int const id : {1007, 1008})
    github.jobs(id, 1,
                {a_job("test", "success", "2026-11-10T08:00:00Z", "2026-11-10T08:02:01Z"),
                 a_job("skip", "skipped", "2026-11-10T08:00:00Z", "2026-11-10T08:00:00Z")});
  auto const used = of(poll(), "actions.minutes_used").at(0);
  EXPECT_EQ(used.value, 6) << "three started minutes a job, pull requests too";
  EXPECT_EQ(used.labels.get("source"), "jobs");
  EXPECT_THAT(used.note.raw(), AllOf(HasSubstr("estimated"), HasSubstr("billing can not be read")));
}

TEST_F(GithubPolls, APublicRepositoryUsesNoMinutes) {
  github.set("/repos/acme/price-model", response(200, test::SmallGithub::repository_body("acme/price-model", false)));
  EXPECT_THAT(of(poll(), "actions.minutes_used"), IsEmpty());
}

TEST_F(GithubPolls, ArtifactsAreSummedOverAllPagesAndByName) {
  options.plan.storage = 1000;
  github.artifacts(
      R"([{"name":"model","size_in_bytes":300,"expired":false},{"name":"old","size_in_bytes":900,"expired":true}])",
      "https://api.github.com/repositories/4711/actions/artifacts?page=2");
  github.set(
      "/repositories/4711/actions/artifacts?page=2",
      response(
          200,
          R"({"artifacts":[{"name":"model","size_in_bytes":100,"expired":false},{"name":"log","size_in_bytes":50,"expired":false}]})"));
  auto const report = poll();
  EXPECT_THAT(values(report, "artifact.bytes"), ElementsAre("/model=400", "/log=50", "=450"));
  EXPECT_THAT(values(report, "artifact.quota"), ElementsAre("=1000"));
  now += 1h;
  EXPECT_THAT(values(poll(), "artifact.bytes"), ElementsAre("/model=400", "/log=50", "=450"))
      << "not modified: as before";
}

TEST_F(GithubPolls, AGrowingPileTellsWhenItIsFull) {
  options.plan.storage = 1000;
  for (int day = 0; day < 4; ++day) {
    github.artifacts(R"([{"name":"model","expired":false,"size_in_bytes":)" + std::to_string(100 + 100 * day) + "}]");
    auto const report = poll();
    if (day < 2) {
      EXPECT_THAT(of(report, "artifact.time_to_full"), IsEmpty()) << day;
    } else {
      EXPECT_NEAR(of(report, "artifact.time_to_full").at(0).value, 86400.0 * (9 - day), 1) << day;
    }
    now += 24h;
  }
}

TEST_F(GithubPolls, AGreenRunThatLeftNothingIsTold) {
  options.expects["CI"] = {"model.age", 30min};
  std::vector<NewestSample> models{{Labels{{"model", "m"}}, 86400.0, *parse_timestamp("2026-11-10T12:00:00Z")}};
  newest = [&](std::string const& metric) { return metric == "model.age" ? models : std::vector<NewestSample>{}; };
  github.runs({a_run(7).at("2026-11-10T11:50:00Z")});
  EXPECT_THAT(of(poll(), "run.left_nothing"), IsEmpty()) << "within its 30 minutes";
  now = *parse_timestamp("2026-11-10T12:30:00Z");
  EXPECT_THAT(of(poll(), "run.left_nothing"), IsEmpty()) << "the models have not been looked at since";
  models[0] = {{}, 88200.0, *parse_timestamp("2026-11-10T12:30:00Z")};
  auto const report = poll();
  EXPECT_THAT(values(report, "run.left_nothing"), ElementsAre("CI=1"));
  EXPECT_THAT(of(report, "run.left_nothing")[0].note.raw(),
              HasSubstr("Run 7 was green; model.age has not been renewed within 30m"));
  EXPECT_THAT(of(poll(), "run.left_nothing"), IsEmpty()) << "once";
  github.runs({a_run(8).at("2026-11-10T12:20:00Z")});
  models[0] = {{}, 60.0, *parse_timestamp("2026-11-10T12:30:00Z")};
  EXPECT_THAT(values(poll(), "run.left_nothing"), ElementsAre("CI=0"));
}

TEST_F(GithubPolls, ADamagedCursorBeginsAnew) {
  github.runs({a_run(7)});
  for (auto const* const text :
       {"", "{", "{\"format\":\"github_actions/1\"}", "{\"format\":\"github_actions/1\",\"runs\":{\"x\":[1]}}", "[]"}) {
    cursor = text;
    EXPECT_THAT(of(poll(), "run.success"), SizeIs(1)) << text;
  }
}

TEST_F(GithubPolls, ThePastComesInSlicesWithoutJobs) {
  github.set(
      "/repos/acme/price-model/actions/"
      "runs?per_page=100&exclude_pull_requests=true&created=2026-10-01T00:00:00Z..2026-10-02T00:00:00Z",
      response(200, runs_body({a_run(3).at("2026-10-02T00:00:00Z"), a_run(2).failed().at("2026-10-01T10:00:00Z"),
                               a_run(1).at("2026-10-01T09:00:00Z")})));
  Workers workers(0);
  GithubActions poller(options);
  auto const from = *parse_timestamp("2026-10-01T00:00:00Z"), to = *parse_timestamp("2026-10-02T00:00:00Z");
  auto task = poller.backfill({now, cursor, github, workers, {}}, from, to);
  auto const report = test::run_now(std::move(task));
  ASSERT_TRUE(report);
  EXPECT_THAT(values(*report, "run.success"), ElementsAre("CI/push=1", "CI/push=0")) << "the slice ends before its end";
  github.set(
      "/repos/acme/price-model/actions/"
      "runs?per_page=100&exclude_pull_requests=true&created=2026-10-01T00:00:00Z..2026-10-02T00:00:00Z",
      response(429));
  auto again = poller.backfill({now, cursor, github, workers, {}}, from, to);
  auto const limited = test::run_now(std::move(again));
  ASSERT_FALSE(limited);
  EXPECT_EQ(limited.error().kind, ErrorKind::busy);
}

TEST_F(GithubPolls, AProbeTellsWhatCanBeReadAndWhatIsMissing) {
  github.set("/repos/acme/price-model/actions/runs?per_page=1", response(200, runs_body({a_run(7)})));
  github.set("/repos/acme/price-model/actions/artifacts?per_page=1",
             response(403, "", {{"X-Accepted-GitHub-Permissions", "actions=read"}}));
  Workers workers(0);
  GithubActions poller(options);
  auto task = poller.probe({now, "", github, workers, {}});
  auto const parts = test::run_now(std::move(task));
  std::string text;
  for (auto const& part : parts) text += part.part + (part.is_readable ? " yes: " : " NO: ") + part.words + "\n";
  EXPECT_THAT(text, HasSubstr("repository yes: acme/price-model, default branch main"));
  EXPECT_THAT(text, HasSubstr("workflow runs yes: readable"));
  EXPECT_THAT(text, HasSubstr("artifacts NO: GitHub refuses it (403); the token needs the permission actions=read"));
  EXPECT_THAT(text, HasSubstr("minutes are estimated from the jobs"));
}

/// Five workflows, fifty runs a day, a poll each minute: each run is seen queued, running and completed.
TEST_F(GithubPolls, ABusyDayCostsFewerThanSixtyRequestsAnHour) {
  std::string workflows;
  for (int id = 1; id <= 5; ++id) {
    auto const path = ".github/workflows/" + std::to_string(id) + ".yml";
    workflows +=
        (id == 1 ? "[" : ",") +
        nlohmann::json{{"id", id}, {"name", "W" + std::to_string(id)}, {"path", path}, {"state", "active"}}.dump();
    github.set("/repos/acme/price-model/contents/" + path, response(200, "on: push\n"));
  }
  github.workflows(workflows + "]");
  auto const start = now;
  std::size_t most = 0, at_hour = 0, completed = 0;
  std::string state_before;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    std::vector<test::ARun> runs;
    std::string state;
    for (int number = 50; number > 0; --number) {
      auto const age = minute - number * 28;
      if (age < 0) continue;
      auto run = a_run(number).workflow(1 + number % 5, "").at(format_utc(start + std::chrono::minutes{number * 28}));
      if (age < 5) run.running();
      if (age < 1) run.set("status", "queued");
      state += std::to_string(number) + (age < 1 ? "q" : age < 5 ? "r" : "c");
      if (age == 5)
        github.jobs(1000 + number, 1, {a_job("test", "success", "2026-11-10T08:00:00Z", "2026-11-10T08:02:00Z")});
      runs.push_back(std::move(run));
    }
    if (state != state_before) github.runs(runs);
    state_before = state;
    completed += poll().events.size();
    if (minute % 60 != 59) continue;
    most = std::max(most, github.counted - at_hour);
    at_hour = github.counted;
  }
  EXPECT_EQ(completed, 50u);
  EXPECT_LT(most, 60u);
  EXPECT_LT(github.counted, 24u * 20) << "twenty an hour on average";
}

TEST_F(GithubPolls, WithoutATokenItWorksWithinSixtyRequests) {
  options.access.token.reset();
  github.limit = 60;
  github.runs({a_run(7).at("2026-11-10T11:00:00Z")});
  std::size_t faults = 0;
  for (int minute = 0; minute < 59; ++minute) faults += poll().fault ? 1 : 0;
  EXPECT_EQ(faults, 0u);
  EXPECT_LE(github.counted, 31u) << "half of them";
}

}  // namespace
}  // namespace lapwing::poll
