// SPDX-License-Identifier: Apache-2.0
// The five workflows of the simulated repository: their files, their jobs and steps, and one attempt played through.
#pragma once

#include "fake_github/dice.hpp"
#include "fake_github/records.hpp"

namespace lapwing::fake_github {

/// Positions in workflows().
enum WorkflowIndex : std::size_t { kCi, kMlTests, kCd, kTraining, kScan };

std::vector<Workflow> workflows();

/// How an attempt is to end. A conclusion other than success befalls `job` at `step`; jobs that need it are skipped.
struct Outcome {
  std::string conclusion = "success";
  std::string job;
  std::string step;  ///< "" with a failure: the runner was lost, every step that is shown has succeeded
};

struct JobId {
  std::int64_t next;
};

/// Plays one attempt. With `before`, as "re-run failed jobs" does: what succeeded there is carried over with its old
/// times.
Attempt play(std::size_t workflow, int number, TimePoint start, Outcome const& outcome, Attempt const* before,
             JobId& ids, Dice& dice);

/// Lets the attempt wait for a runner until its last job ends at `end`, which must not be before it did.
void end_at(Attempt& attempt, TimePoint end);

/// The end of the last job; the attempt's start where there is none.
TimePoint last_job_end(Attempt const& attempt);

}  // namespace lapwing::fake_github
