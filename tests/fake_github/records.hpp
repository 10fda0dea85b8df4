// SPDX-License-Identifier: Apache-2.0
// What happened in the simulated repository, in full and from beginning to end. What a client sees of it at an instant
// is run_json.hpp's business; what a monitor should have made of it is expected.hpp's.
#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lapwing::fake_github {

inline constexpr std::int64_t kRepositoryId = 4711;
inline constexpr char const* kOwner = "acme";
inline constexpr char const* kRepository = "price-model";
inline constexpr char const* kFullName = "acme/price-model";
inline constexpr char const* kDefaultBranch = "main";

struct Step {
  std::string name;
  int number;
  std::string conclusion;
  TimePoint started, completed;
};

/// Also in an attempt that did not run it again: then with its old times, as GitHub shows it.
struct Job {
  std::int64_t id;
  std::string name;
  std::string conclusion;
  TimePoint created, started, completed;
  std::vector<Step> steps;
};

struct Attempt {
  int number;
  TimePoint started;
  TimePoint ended;  ///< the run's updated_at from then on; a second or two after the last job
  std::string conclusion;
  std::vector<Job> jobs;  ///< empty for startup_failure, action_required and stale
};

struct Run {
  std::int64_t id;
  std::size_t workflow;  ///< index into Timeline::workflows
  int number;            ///< counts within the workflow
  std::string event, branch, sha, title;
  TimePoint created;
  std::vector<Attempt> attempts;
  std::optional<TimePoint> touched;  ///< updated_at moves to here, long after the end
};

struct Artifact {
  std::int64_t id;
  std::size_t run;  ///< index into Timeline::runs
  std::string name;
  std::int64_t bytes;
  TimePoint created, expires;
};

struct Workflow {
  std::int64_t id;
  std::string name, path;
  std::string text;                   ///< of the workflow file
  std::string cron;                   ///< "" without a schedule
  std::optional<TimePoint> disabled;  ///< by inactivity, from then on
};

struct Timeline {
  TimePoint begin, end;
  std::vector<Workflow> workflows;
  std::vector<Run> runs;  ///< oldest first
  std::vector<Artifact> artifacts;
};

}  // namespace lapwing::fake_github
