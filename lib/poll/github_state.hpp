// SPDX-License-Identifier: Apache-2.0
// What one poll of GitHub leaves for the next: the cursor of a github_actions poller, as text in the store.
#pragma once

#include "github/budget.hpp"
#include "github/repository.hpp"
#include "github/runs.hpp"
#include "poll/actions_usage.hpp"
#include "poll/run_chain.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::poll {

/// What was reported of a run.
struct KnownRun {
  std::int64_t attempt = 0;  ///< the latest that was reported; 0 for none
  TimePoint created_at{};
  bool open = false;        ///< a later attempt has not ended
  bool failed = false;      ///< the reported attempt
  bool was_failed = false;  ///< an earlier attempt
  bool jobs_due = false;    ///< its jobs could not be read yet
};

/// A workflow as it stood when the repository was last looked over.
struct WatchedWorkflow {
  std::string name;
  std::string path;
  std::string state;
  std::vector<std::pair<std::string, std::string>> crons;  ///< of its file: expression and zone
  std::string remark;                                      ///< why its file could not be read; "" mostly
  TimePoint last_scheduled{};                              ///< when its newest scheduled run was created
};

/// A job that failed on a commit: if it passes on the same commit later, it was flaky.
struct FailedJob {
  std::int64_t workflow_id;
  std::string sha;
  std::string job;
  std::int64_t run_number;
};

/// A green run that has yet to be seen to have left something behind.
struct AwaitedTrace {
  std::string workflow;
  std::int64_t run_number;
  std::string url;
  TimePoint instant;  ///< of its samples
  TimePoint started_at;
  TimePoint ended_at;
};

struct GithubState {
  github::Repository repository;  ///< id 0: not known yet
  std::string base;               ///< what paths begin with: /repos/owner/name, or /repositories/ID after a renaming
  std::map<std::string, std::string> etags;  ///< by path
  github::Budget budget;
  TimePoint watching_since{};
  TimePoint looked_over_at{};                         ///< workflows, artifacts, caches, minutes: once an hour
  TimePoint swept_at{};                               ///< runs of the last days, for re-runs of old ones: once a day
  std::map<std::int64_t, WatchedWorkflow> workflows;  ///< by id
  std::map<std::int64_t, KnownRun> runs;              ///< by id
  std::map<std::int64_t, RunChain> chains;            ///< by workflow
  std::vector<FailedJob> failed_jobs;                 ///< the newest last
  std::vector<AwaitedTrace> awaited;
  std::map<std::string, double> artifacts;  ///< bytes by name, as last counted
  ArtifactTrend artifact_trend;
  std::optional<double> cache_bytes;
  MinutesEstimate minutes;
  std::optional<double> billed_minutes;  ///< as last read
  std::string billed_by;                 ///< "billing summary" or "billing usage"; "" where billing can not be read
  std::string billing_fault;             ///< why not
  TimePoint billing_tried_at{};
  std::map<std::string, std::string> unreadable;  ///< part -> why, as last tried

  /// Forgets what no later poll needs, so that the text stays below some 60 kB.
  void trim(TimePoint now);
  std::string to_text() const;
  /// A damaged or foreign text gives an empty state: then everything is read again, which the store sees as known.
  static GithubState from_text(std::string_view text);
};

}  // namespace lapwing::poll
