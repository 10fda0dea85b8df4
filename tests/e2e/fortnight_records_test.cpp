// SPDX-License-Identifier: Apache-2.0
// The simulated fortnight itself: it holds every turn that it promises, and the naive computation sees them.
#include "fake_github/expected.hpp"
#include "fake_github/fortnight.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace lapwing::fake_github {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::Pair;

TimePoint at(char const* text) { return *parse_timestamp(text); }

TEST(Fortnight, IsTheSameForTheSameSeedAlone) {
  auto const one = make_fortnight(), same = make_fortnight();
  auto const other = make_fortnight({.seed = 2});
  ASSERT_EQ(one.runs.size(), same.runs.size());
  for (std::size_t i = 0; i < one.runs.size(); ++i) {
    EXPECT_EQ(one.runs[i].sha, same.runs[i].sha);
    EXPECT_EQ(one.runs[i].attempts.back().ended, same.runs[i].attempts.back().ended);
  }
  EXPECT_NE(one.runs.front().sha, other.runs.front().sha);
}

TEST(Fortnight, HoldsEveryConclusionThatGitHubKnowsAndOneThatItDoesNot) {
  std::set<std::string> seen;
  for (auto const& run : make_fortnight().runs) seen.insert(run.attempts.back().conclusion);
  EXPECT_THAT(seen, testing::UnorderedElementsAre("success", "failure", "cancelled", "skipped", "timed_out", "neutral",
                                                  "startup_failure", "action_required", "stale", "quantum"));
}

TEST(Fortnight, IsInOrderAndEveryThingEndsAfterItBegins) {
  auto const timeline = make_fortnight();
  EXPECT_TRUE(std::ranges::is_sorted(timeline.runs, {}, [](auto const& run) { return run.created; }));
  for (auto const& run : timeline.runs) {
    auto before = run.created;
    for (auto const& attempt : run.attempts) {
      EXPECT_LE(before, attempt.started) << run.id;
      before = attempt.ended;
      for (auto const& job : attempt.jobs) {
        EXPECT_LE(job.created, job.started) << job.id;
        EXPECT_LE(job.started, job.completed) << job.id;
        EXPECT_LE(job.completed, attempt.ended) << job.id;
        EXPECT_TRUE(job.steps.empty() || job.steps.back().completed == job.completed) << job.id;
      }
    }
  }
}

TEST(Fortnight, SomethingRunsAtManyPolls) {
  auto const timeline = make_fortnight();
  int polls = 0;
  for (auto poll = timeline.begin; poll < timeline.end; poll += 30min) {
    auto const runs = [&](auto const& run) {
      return std::ranges::any_of(run.attempts,
                                 [&](auto const& one) { return one.started <= poll && poll < one.ended; });
    };
    if (std::ranges::any_of(timeline.runs, runs)) ++polls;
  }
  EXPECT_GT(polls, 50);
}

TEST(Fortnight, MlTestsFailFourTimesInARowAndRecover) {
  auto const timeline = make_fortnight();
  int most = 0;
  Streak worst;
  for (auto poll = at("2026-11-06T00:00:00Z"); poll < at("2026-11-07T00:00:00Z"); poll += 1min) {
    auto const streak = expected_streaks(timeline, poll).at("ML Tests");
    if (streak.failures > most) most = streak.failures, worst = streak;
  }
  EXPECT_EQ(most, 4);
  auto const of = [&](std::string const& sha) {
    return std::ranges::find_if(timeline.runs, [&](auto const& run) { return run.sha == sha && run.workflow == 1; });
  };
  auto const first_bad = of(worst.first_bad), last_good = of(worst.last_good);
  ASSERT_NE(first_bad, timeline.runs.end());
  ASSERT_NE(last_good, timeline.runs.end());
  EXPECT_LT(last_good->number, first_bad->number);
  EXPECT_EQ(expected_streaks(timeline, at("2026-11-07T00:00:00Z")).at("ML Tests").failures, 0);
  auto const failures = expected_failures(timeline, timeline.end);
  EXPECT_EQ(failures.at(std::to_string(first_bad->id) + "/1").job, "test");
  EXPECT_EQ(failures.at(std::to_string(first_bad->id) + "/1").step, "Run pytest");
}

TEST(Fortnight, AReRunTwoDaysLaterChangesWhatIsKnownOfThePast) {
  auto const timeline = make_fortnight();
  auto const before = expected_rates(timeline, at("2026-11-06T00:00:00Z"), Attempts::final).at("CI");
  auto const old = std::ranges::find_if(timeline.runs, [](auto const& run) {
    return run.attempts.size() > 1 && run.attempts[1].started - run.created == 48h;
  });
  ASSERT_NE(old, timeline.runs.end());
  auto const a_moment_before = expected_rates(timeline, old->attempts[1].ended - 1s, Attempts::final).at("CI");
  auto const then = expected_rates(timeline, old->attempts[1].ended, Attempts::final).at("CI");
  EXPECT_GT(a_moment_before.counted, before.counted);
  EXPECT_EQ(then.successes, a_moment_before.successes + 1);
  EXPECT_EQ(then.counted, a_moment_before.counted);
  EXPECT_EQ(expected_rates(timeline, old->attempts[1].ended, Attempts::first).at("CI").successes,
            expected_rates(timeline, old->attempts[1].ended - 1s, Attempts::first).at("CI").successes);
}

TEST(Fortnight, ReliabilityOfFirstAttemptsIsLower) {
  auto const timeline = make_fortnight();
  auto const first = expected_rates(timeline, timeline.end, Attempts::first);
  auto const final_ones = expected_rates(timeline, timeline.end, Attempts::final);
  EXPECT_EQ(final_ones.at("CI").successes, first.at("CI").successes + 4);
  EXPECT_EQ(final_ones.at("CD").successes, first.at("CD").successes - 1);
  EXPECT_EQ(final_ones.at("CI").counted, first.at("CI").counted);
}

TEST(Fortnight, OneTrainingIsMissedUntilTheNextNightAndTheScanSinceItWasDisabled) {
  auto const timeline = make_fortnight();
  auto const missed = [&](char const* when, char const* workflow) {
    return expected_missed(timeline, at(when)).at(workflow);
  };
  EXPECT_EQ(missed("2026-11-10T02:59:59Z", "Scheduled Training"), 0);
  EXPECT_EQ(missed("2026-11-10T03:00:00Z", "Scheduled Training"), 1);
  EXPECT_EQ(missed("2026-11-11T02:00:00Z", "Scheduled Training"), 1);
  EXPECT_EQ(missed("2026-11-11T02:30:00Z", "Scheduled Training"), 0);
  EXPECT_EQ(missed("2026-11-14T03:00:00Z", "Scheduled Training"), 0) << "45 minutes late is within the grace";
  EXPECT_EQ(missed("2026-11-13T04:29:59Z", "Nightly Scan"), 0);
  EXPECT_EQ(missed("2026-11-13T04:30:00Z", "Nightly Scan"), 1);
  EXPECT_EQ(missed("2026-11-16T00:00:00Z", "Nightly Scan"), 3);
}

TEST(Fortnight, FlakyIsWhatPassesWithoutAChange) {
  auto const timeline = make_fortnight();
  auto const flaky = expected_flaky(timeline, timeline.end);
  EXPECT_EQ(flaky.at("CI"), 5) << "four re-runs, and one commit that passes when its tests are started by hand";
  EXPECT_EQ(flaky.at("Scheduled Training"), 1) << "the one that passes when started by hand";
  EXPECT_EQ(flaky.at("ML Tests"), 0);
  EXPECT_EQ(flaky.at("CD"), 0) << "passing and then failing is not flaky";
}

TEST(Fortnight, ArtifactsGrowAndExpire) {
  auto const timeline = make_fortnight();
  std::int64_t before = -1;
  for (auto day = timeline.begin; day <= timeline.end; day += 24h) {
    std::int64_t total = 0;
    for (auto const& [name, bytes] : expected_artifact_bytes(timeline, day)) total += bytes;
    EXPECT_GT(total, before) << format_utc(day);
    before = total;
  }
  EXPECT_TRUE(std::ranges::any_of(timeline.artifacts, [&](auto const& one) { return one.expires <= timeline.end; }));
}

TEST(Fortnight, SamplesOfRunsThatAreCreatedInTheSameSecondStayApart) {
  auto const timeline = make_fortnight();
  auto const same_second = std::ranges::adjacent_find(timeline.runs, [](auto const& left, auto const& right) {
    return left.created == right.created && left.workflow == right.workflow && left.branch == right.branch;
  });
  ASSERT_NE(same_second, timeline.runs.end());
  EXPECT_EQ(same_second[0].attempts[0].ended, same_second[1].attempts[0].ended);
  Labels const labels{{"repository", "acme/price-model"}, {"workflow", "CI"}, {"branch", "main"}, {"event", "push"}};
  auto const points = expected_samples(timeline, timeline.end).at({"run.success", labels});
  EXPECT_THAT(points, Contains(Pair(same_second[0].created + same_second[0].number % 1000 * 1ms, 1.0)));
  EXPECT_THAT(points, Contains(Pair(same_second[1].created + same_second[1].number % 1000 * 1ms, 1.0)));
}

TEST(Fortnight, SamplesAndRatesSayTheSame) {
  auto const timeline = make_fortnight();
  std::map<std::string, Rate> counted;
  for (auto const& [key, points] : expected_samples(timeline, timeline.end)) {
    if (key.first != "run.success") continue;
    auto& rate = counted[std::string(key.second.get("workflow"))];
    for (auto const& [when, value] : points) ++rate.counted, rate.successes += value == 1 ? 1 : 0;
  }
  EXPECT_EQ(counted, expected_rates(timeline, timeline.end, Attempts::final));
  EXPECT_GT(counted.at("CI").counted, 200);
}

TEST(Fortnight, DurationsAreTheAttemptsOwnAlsoAfterAReRun) {
  auto const timeline = make_fortnight();
  for (auto const& [key, points] : expected_samples(timeline, timeline.end)) {
    if (key.first != "run.duration" || key.second.get("workflow") != "CI") continue;
    for (auto const& [when, value] : points) {
      EXPECT_GT(value, 0) << format_utc(when);
      EXPECT_LE(value, 600) << format_utc(when) << ": counted from the creation?";
    }
  }
}

}  // namespace
}  // namespace lapwing::fake_github
