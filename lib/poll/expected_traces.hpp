// SPDX-License-Identifier: Apache-2.0
// Green runs that left nothing behind: a training that was green and brought no model. Pure.
#pragma once

#include "poll/github_options.hpp"
#include "poll/github_state.hpp"
#include "poll/poller.hpp"

namespace lapwing::poll {

/// Judges every awaited trace that can be judged: run.left_nothing 0 once the metric is newer than the run's start, 1
/// once `within` has passed and the metric has been looked at since then without being newer. An age (a metric of
/// durations) is newer where what it is the age of is. A metric that is never looked at is judged a day later.
void report_traces(GithubOptions const& options, GithubState& state, PollContext const& context, PollReport& report);

}  // namespace lapwing::poll
