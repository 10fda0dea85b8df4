// SPDX-License-Identifier: Apache-2.0
// The real program over a simulated fortnight of GitHub: one process every half hour, so every poll is also a restart.
// What it has stored is compared with what the records of the simulation justify.
#include "e2e/fake_github.hpp"
#include "e2e/watched_store.hpp"

#include "fake_github/expected.hpp"
#include "fake_github/fortnight.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

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

/// A configuration that polls the fake, and the program at a set time.
class Watch {
 public:
  explicit Watch(FakeGithub& github, std::string const& more = "") : github_(github) {
    folder_.write("alerts.yaml",
                  "alerts:\n  ml-tests: {watch: 'run.success{workflow=\"ML Tests\"}', when: below, critical: 50%, "
                  "for: 2 runs}\n");
    folder_.write("lapwing.yaml",
                  "project: fortnight\ntimezone: Etc/UTC\nstate: state\nnotify: {group_wait: 1ms}\n"
                  "channels: {log: {type: console}}\n"
                  "pollers:\n  ci: {type: github_actions, every: 1m, repository: acme/price-model, "
                  "token: \"${env:GITHUB_TOKEN}\", api_url: \"" +
                      github.url() + "\"" + more + "}\n");
  }

  Finished poll(TimePoint now) {
    github_.set_now(now);
    // The leak check at a process's end is another test's business: here there are hundreds of processes.
    return run_program(LAPWING_AT_A_SET_TIME, {"run", "--once", "--config", folder_.path("lapwing.yaml")},
                       {{"LAPWING_TEST_NOW", format_utc(now)},
                        {"SSL_CERT_FILE", github_.ca_file()},
                        {"GITHUB_TOKEN", "good-token"},
                        {"ASAN_OPTIONS", "detect_leaks=0"}});
  }

  std::string state() const { return folder_.path("state"); }

 private:
  FakeGithub& github_;
  Folder folder_;
};

std::string to_text(SeriesKey const& key) { return key.first + key.second.to_string(); }

/// One line a difference, at most ten a series.
void expect_equal(Points const& got, Points const& expected, std::string const& what) {
  int shown = 0;
  for (auto const& [at, value] : expected) {
    auto const found = got.find(at);
    if (found != got.end() && found->second == value) continue;
    if (++shown > 10) break;
    ADD_FAILURE() << what << " at " << format_utc(at) << ": expected " << value << ", stored "
                  << (found == got.end() ? "nothing" : std::to_string(found->second));
  }
  for (auto const& [at, value] : got) {
    if (expected.contains(at)) continue;
    if (++shown > 10) break;
    ADD_FAILURE() << what << " at " << format_utc(at) << ": stored " << value << ", which never was";
  }
}

/// Everything that a run or a job leaves behind, value for value at its instant.
void expect_samples(std::string const& state, Timeline const& timeline, TimePoint now) {
  auto const expected = fake_github::expected_samples(timeline, now);
  std::map<SeriesKey, Points> got;
  for (auto const* const metric : {"run.success", "run.duration", "run.failed_duration", "run.queue_time", "run.flaky",
                                   "run.uncounted", "job.success", "job.duration", "pr.success", "pr.duration"}) {
    got.merge(stored_samples(state, metric));
  }
  for (auto const& [key, points] : expected) expect_equal(got[key], points, to_text(key));
  for (auto const& [key, points] : got) {
    EXPECT_TRUE(expected.contains(key) || points.empty()) << to_text(key) << " should not exist";
  }
}

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
  for (auto now = timeline.begin; now <= timeline.end; now += kBetweenPolls) {
    auto const polled = watch.poll(now);
    ASSERT_EQ(polled.exit_code, 0) << format_utc(now) << "\n" << polled.output;
    evidence.check(watch.state(), now);
    auto const stored = stored_streaks(watch.state());
    for (auto const& [workflow, streak] : fake_github::expected_streaks(timeline, now)) {
      EXPECT_EQ(stored.contains(workflow) ? stored.at(workflow) : 0, streak.failures)
          << workflow << " at " << format_utc(now);
    }
  }
  EXPECT_GT(evidence.checked(), 25);
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
