// SPDX-License-Identifier: Apache-2.0
// What a monitor of the simulated repository must have found out by an instant: computed naively from the records,
// without JSON, without HTTP and without any of the code it is compared with.
//
// Definitions. Only the default branch counts, and of it everything but pull_request. success counts against success +
// failure + timed_out + startup_failure; any other conclusion is uncounted. A run is known by the instant of its
// creation plus (number % 1000) ms. The attempts of a run leave their samples at that instant one after the other, so
// that the last one's stand.
#pragma once

#include "core/labels.hpp"
#include "fake_github/records.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace lapwing::fake_github {

using Points = std::map<TimePoint, double>;

/// Metric and labels to its samples: run.success, run.duration (of passed attempts), run.failed_duration,
/// run.queue_time (from the attempt's start to its first job's), run.flaky, run.uncounted, job.success, job.duration
/// (of passed jobs), pr.success and pr.duration. Durations in seconds: from the attempt's start to the end of its last
/// job, of an attempt without jobs to its own end.
std::map<std::pair<std::string, Labels>, Points> expected_samples(Timeline const& timeline, TimePoint now);

struct Rate {
  int successes = 0, counted = 0;
  bool operator==(Rate const&) const = default;
};

enum class Attempts { first, final };

/// By workflow.
std::map<std::string, Rate> expected_rates(Timeline const& timeline, TimePoint now, Attempts which);

struct Streak {
  int failures = 0;
  std::string first_bad, last_good;  ///< commits; "" where there is none
  bool operator==(Streak const&) const = default;
};

/// The failures in a row up to and including that run as known at `now`, in order of creation, runs of which nothing
/// has ended yet left out.
Streak expected_streak(Timeline const& timeline, Run const& run, TimePoint now);

/// By workflow: the same up to its newest run.
std::map<std::string, Streak> expected_streaks(Timeline const& timeline, TimePoint now);

struct Failure {
  std::string job, step;  ///< "" where GitHub names none
};

/// "RUN/ATTEMPT" to the first job that failed and its first step that did.
std::map<std::string, Failure> expected_failures(Timeline const& timeline, TimePoint now);

/// By workflow, how often it counts as flaky: an attempt that fails and the next that passes, or a run in which a job
/// passes that has failed in an earlier run on the same commit.
std::map<std::string, int> expected_flaky(Timeline const& timeline, TimePoint now);

/// The slots of its cron since its newest scheduled run (or the beginning) that an hour of grace has passed for without
/// another; by workflow, of those with a cron.
std::map<std::string, int> expected_missed(Timeline const& timeline, TimePoint now);

/// Of artifacts that have not expired; by name.
std::map<std::string, std::int64_t> expected_artifact_bytes(Timeline const& timeline, TimePoint now);

/// "RUN/ATTEMPT" of everything that has ended on the default branch, pull requests left out.
std::set<std::string> expected_completed(Timeline const& timeline, TimePoint now);

}  // namespace lapwing::fake_github
