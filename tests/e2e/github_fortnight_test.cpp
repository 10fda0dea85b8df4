// SPDX-License-Identifier: Apache-2.0
// The real program over a simulated fortnight of GitHub: one process every half hour, so every poll is also a restart.
// What it has stored is compared with what the records of the simulation justify.
#include "e2e/github_watch.hpp"
#include "e2e/watched_store.hpp"

#include "fake_github/expected.hpp"
#include "fake_github/fortnight.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using fake_github::Attempts;
using fake_github::Timeline;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Duration kBetweenPolls = 30min;

/// The half hour that an instant of the program lies in: it starts at the poll's time and runs on.
TimePoint poll_of(TimePoint at) { return at - at.time_since_epoch() % kBetweenPolls; }

std::map<std::string, fake_github::Rate> stored_rates(std::string const& state) {
  std::map<std::string, fake_github::Rate> out;
  for (auto const& [key, points] : stored_samples(state, "run.success")) {
    auto& rate = out[std::string(key.second.get("workflow"))];
    for (auto const& [at, value] : points) ++rate.counted, rate.successes += value == 1 ? 1 : 0;
  }
  return out;
}

/// By workflow, the failures at the end of all its run.success series together.
std::map<std::string, int> stored_streaks(std::string const& state) {
  std::map<std::string, Points> pooled;
  for (auto const& [key, points] : stored_samples(state, "run.success"))
    pooled[std::string(key.second.get("workflow"))].insert(points.begin(), points.end());
  std::map<std::string, int> out;
  for (auto const& [workflow, points] : pooled) {
    auto const good = std::find_if(points.rbegin(), points.rend(), [](auto const& point) { return point.second == 1; });
    out[workflow] = int(std::distance(points.rbegin(), good));
  }
  return out;
}

/// The evidence of the newest runs, checked when it appears: job and step, first bad and last good commit.
class Evidence {
 public:
  explicit Evidence(Timeline const& timeline) : timeline_(timeline) {}

  void check(std::string const& state, TimePoint now) {
    auto const failures = fake_github::expected_failures(timeline_, now);
    for (auto const& [labels, newest] : newest_samples(state, "run.success")) {
      if (newest.value == 1 || std::exchange(seen_[labels], newest.at) == newest.at) continue;
      auto const run = std::ranges::find_if(timeline_.runs, [&](auto const& one) {
        return timeline_.workflows[one.workflow].name == labels.get("workflow") &&
               one.created + one.number % 1000 * 1ms == newest.at;
      });
      ASSERT_NE(run, timeline_.runs.end());
      auto const streak = fake_github::expected_streak(timeline_, *run, now);
      std::string attempt;
      for (auto const& one : run->attempts) {
        if (one.ended <= now) attempt = std::to_string(run->id) + "/" + std::to_string(one.number);
      }
      auto const& failure = failures.at(attempt);
      std::vector<std::string> wanted{std::to_string(run->number), streak.first_bad.substr(0, 7),
                                      streak.last_good.substr(0, 7)};
      if (!failure.job.empty()) wanted.push_back("'" + failure.job + "'");
      if (!failure.job.empty()) wanted.push_back(failure.step.empty() ? "no failing step" : "'" + failure.step + "'");
      if (streak.failures > 1) wanted.push_back(std::to_string(streak.failures) + " failures");
      for (auto const& text : wanted) EXPECT_THAT(newest.note, HasSubstr(text)) << format_utc(now);
      most_in_a_row_ = std::max(most_in_a_row_, streak.failures);
      ++checked_;
    }
  }

  int checked() const { return checked_; }
  int most_in_a_row() const { return most_in_a_row_; }

 private:
  Timeline const& timeline_;
  std::map<Labels, TimePoint> seen_;
  int checked_ = 0, most_in_a_row_ = 0;
};

void expect_missed_runs(std::string const& state, Timeline const& timeline) {
  int told = 0;
  for (auto const& [key, points] : stored_samples(state, "run.missed")) {
    auto const workflow = std::string(key.second.get("workflow"));
    for (auto const& [at, value] : points) {
      auto const expected = fake_github::expected_missed(timeline, poll_of(at)).at(workflow);
      EXPECT_EQ(value, expected) << workflow << " at " << format_utc(at);
      if (value > 0) ++told;
    }
  }
  EXPECT_GT(told, 48) << "a training for a day, a scan for three";
}

void expect_overview(std::string const& state, Timeline const& timeline, TimePoint now) {
  for (auto const& [labels, newest] : newest_samples(state, "workflow.active")) {
    EXPECT_EQ(newest.value, labels.get("workflow") == "Nightly Scan" ? 0 : 1) << labels.to_string();
  }
  auto const sizes = newest_samples(state, "artifact.bytes");
  double total = 0;
  for (auto const& [name, bytes] : fake_github::expected_artifact_bytes(timeline, now)) {
    Labels const labels{{"repository", "acme/price-model"}, {"artifact", name}};
    ASSERT_TRUE(sizes.contains(labels)) << name;
    EXPECT_EQ(sizes.at(labels).value, double(bytes)) << name;
    total += double(bytes);
  }
  EXPECT_EQ(sizes.at(Labels{{"repository", "acme/price-model"}}).value, total);
}

TEST(GithubFortnight, EveryHalfHourAProcessAndInTheEndEveryNumberIsRight) {
  auto const timeline = fake_github::make_fortnight();
  FakeGithub github;
  Watch watch(github);
  Evidence evidence(timeline);
  std::size_t ended_before = 0;
  int failed_twice = 0;  // polls
  for (auto now = timeline.begin; now <= timeline.end; now += kBetweenPolls) {
    auto const polled = watch.poll(now);
    ASSERT_EQ(polled.exit_code, 0) << format_utc(now) << "\n" << polled.output;
    // Only what ends can change what is known.
    auto const ended = fake_github::expected_completed(timeline, now).size();
    if (std::exchange(ended_before, ended) == ended) continue;
    evidence.check(watch.state(), now);
    auto const stored = stored_streaks(watch.state());
    std::set<std::string> failing;
    for (auto const& [workflow, streak] : fake_github::expected_streaks(timeline, now)) {
      if (streak.failures > 1) failing.insert(workflow);
      EXPECT_EQ(stored.contains(workflow) ? stored.at(workflow) : 0, streak.failures)
          << workflow << " at " << format_utc(now);
    }
    EXPECT_EQ(watch.failing(), failing) << "the incidents at " << format_utc(now);
    failed_twice += failing.empty() ? 0 : 1;
  }
  EXPECT_GT(failed_twice, 0);
  EXPECT_GT(evidence.checked(), 20);
  EXPECT_EQ(evidence.most_in_a_row(), 4);
  expect_samples(watch.state(), timeline, timeline.end);
  EXPECT_EQ(stored_rates(watch.state()), fake_github::expected_rates(timeline, timeline.end, Attempts::final));
  EXPECT_EQ(stored_events(watch.state(), "run.completed"), fake_github::expected_completed(timeline, timeline.end));
  expect_missed_runs(watch.state(), timeline);
  expect_overview(watch.state(), timeline, timeline.end);
  auto const requests = github.requests();
  EXPECT_LT(requests["most_in_an_hour"], 60) << requests["paths"].dump(1);
  EXPECT_GT(requests["not_modified"], requests["counted"].get<int>() / 2);
  EXPECT_THAT(requests["other_host"], IsEmpty());
}

TEST(GithubFortnight, FirstAttemptsShowTheTrueReliability) {
  auto const timeline = fake_github::make_fortnight();
  FakeGithub github;
  Watch watch(github, ", attempts: first");
  auto const end = timeline.begin + 7 * 24h;
  for (auto now = timeline.begin; now <= end; now += 2h) {
    auto const polled = watch.poll(now);
    ASSERT_EQ(polled.exit_code, 0) << format_utc(now) << "\n" << polled.output;
  }
  EXPECT_EQ(stored_rates(watch.state()), fake_github::expected_rates(timeline, end, Attempts::first));
  EXPECT_NE(stored_rates(watch.state()), fake_github::expected_rates(timeline, end, Attempts::final));
}

}  // namespace
}  // namespace lapwing::test
