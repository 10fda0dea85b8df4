// SPDX-License-Identifier: Apache-2.0
// What an operator may say about a github_actions poller.
#pragma once

#include "core/cron.hpp"
#include "github/api.hpp"
#include "github/jobs.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>

namespace lapwing::config {
class MapReader;
}

namespace lapwing::poll {

/// When a scheduled workflow has to run.
struct RunSchedule {
  Cron cron;
  Zone zone = Zone::utc();
};

/// How long after its time a scheduled run may still start. GitHub starts them late, worst at the full hour.
inline constexpr Duration kDefaultGrace = std::chrono::hours{1};

/// A green run of a workflow has to leave something behind: a newer `metric` within so long of its end.
struct TraceWish {
  std::string metric;
  Duration within;
};

/// What the account includes; GitHub's API does not tell.
struct Plan {
  std::optional<double> minutes = {};  ///< a month
  std::optional<double> storage = {};  ///< bytes of artifacts
  /// Minutes that a minute counts, by github::Runner; used by the estimate alone.
  std::array<double, 3> weights{1, 1, 1};
};

struct GithubOptions {
  github::Access access;
  std::string repository;  ///< owner/name
  std::string branch;      ///< "": the repository's default branch
  Duration look_back = std::chrono::days{7};
  bool first_attempts = false;  ///< the first attempt of a run counts, not the final one
  Plan plan;
  struct ScheduleWish {
    std::optional<RunSchedule> schedule;  ///< absent: the one in the workflow file
    Duration grace = kDefaultGrace;
  };
  // By the workflow's name.
  std::map<std::string, ScheduleWish> schedules;
  std::map<std::string, TraceWish> expects;
  std::map<std::string, bool> cancelled_is_failure;
};

/// Keys: repository, token, api_url, branch, look_back, attempts, use_at_most, plan, schedules, expects, workflows.
/// Defects become problems with their place. The caller calls `map.finish()`.
GithubOptions read_github_options(config::MapReader& map);

/// The keys by which a poller reaches GitHub: api_url, token, use_at_most.
github::Access read_github_access(config::MapReader& map);

/// The key `repository`, as owner/name; "" after a problem.
std::string read_github_repository(config::MapReader& map);

}  // namespace lapwing::poll
