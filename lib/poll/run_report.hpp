// SPDX-License-Identifier: Apache-2.0
// From one completed attempt of a run to samples, an event and the evidence in words and links. Pure.
#pragma once

#include "github/jobs.hpp"
#include "github/runs.hpp"
#include "poll/poller.hpp"
#include "poll/run_chain.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lapwing::poll {

/// All that is known of the attempt.
struct RunFacts {
  std::string repository;  ///< owner/name, as configured
  std::string workflow;    ///< its name
  github::Run run;
  github::Outcome outcome;                       ///< as the options have it count
  std::optional<std::vector<github::Job>> jobs;  ///< absent: not read
  RunChain::View chain;                          ///< as of this run
  bool counts = true;  ///< whether run.success is this attempt's business (first or final attempt)
  std::string flaky;   ///< why it counts as flaky; "" if it does not
};

/// When a run counts as having happened: when it was created, so that a re-run takes the place of the attempt before.
/// The milliseconds are its number's last digits: two runs of one workflow in the same second stay two samples.
TimePoint instant_of(github::Run const& run);

/// {repository, workflow, branch, event}.
Labels labels_of(RunFacts const& facts);

/// From the start of the attempt to the end of its last job, else to the last change of the run. Never negative.
Duration duration_of(github::Run const& run, std::optional<std::vector<github::Job>> const& jobs);

/// A run of the watched branch: run.success, run.duration or run.failed_duration, run.queue_time, run.flaky,
/// job.success, job.duration, or run.uncounted; and the event run.completed.
void report_run(RunFacts const& facts, PollReport& report);

/// A run of a pull request: pr.success and pr.duration {repository, workflow}.
void report_pull_request(RunFacts const& facts, PollReport& report);

}  // namespace lapwing::poll
