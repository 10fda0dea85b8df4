// SPDX-License-Identifier: Apache-2.0
// Scheduled runs that did not happen: GitHub reports them to nobody, so they are told by their absence. Pure.
#pragma once

#include "poll/github_options.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lapwing::poll {

struct MissedRuns {
  std::size_t count = 0;            ///< slots that passed without a run, at most 1000
  std::optional<TimePoint> oldest;  ///< the first of them
};

/// The slots after `last` (the newest scheduled run's creation, or when watching began) whose time and grace have
/// passed. A run counts for the slot before it, however late it came.
MissedRuns find_missed_runs(std::span<RunSchedule const> schedules, Duration grace, TimePoint last, TimePoint now);

}  // namespace lapwing::poll
