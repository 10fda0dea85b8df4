// SPDX-License-Identifier: Apache-2.0
// Takes runs in, attempt by attempt, and brings what they say: whose jobs to read, what is flaky, since when a workflow
// fails. Pure work on the poller's state and report.
#pragma once

#include "poll/github_options.hpp"
#include "poll/github_state.hpp"
#include "poll/poller.hpp"
#include "poll/run_report.hpp"

#include <optional>
#include <vector>

namespace lapwing::poll {

class RunDigest {
 public:
  /// References outlive it.
  RunDigest(GithubOptions const& options, GithubState& state, PollReport& report, TimePoint now)
      : options_(options), state_(state), report_(report), now_(now) {}

  /// Whether this attempt is completed and has not been reported.
  bool is_new(github::Run const& run) const;
  /// The earlier attempts whose end was never seen, oldest first; at most 5.
  std::vector<std::int64_t> unseen_attempts(github::Run const& run) const;

  /// Remembers a run that has not ended, and when a scheduled one was created.
  void note(github::Run const& run);
  /// Puts a completed attempt into its workflow's chain. All new ones first, then `digest` each: its evidence is then
  /// right whatever the order they came in.
  void chain(github::Run const& run);
  /// Whether its jobs tell something that is wanted.
  bool wants_jobs(github::Run const& run) const;
  /// Whether it is why its workflow fails now.
  bool is_newest_failure(github::Run const& run) const;
  /// Reports the attempt. `jobs` absent: they could not be read; `jobs_due`: they are to be read another time.
  void digest(github::Run const& run, std::optional<std::vector<github::Job>> const& jobs, bool jobs_due);

  /// The name a workflow is known by.
  std::string workflow_of(github::Run const& run) const;
  bool is_watched(github::Run const& run) const;

 private:
  std::string branch() const;
  github::Outcome outcome_of(github::Run const& run) const;
  std::string why_flaky(github::Run const& run, std::optional<std::vector<github::Job>> const& jobs,
                        bool was_failed) const;
  void remember_failed_jobs(github::Run const& run, std::vector<github::Job> const& jobs);

  GithubOptions const& options_;
  GithubState& state_;
  PollReport& report_;
  TimePoint now_;
};

}  // namespace lapwing::poll
