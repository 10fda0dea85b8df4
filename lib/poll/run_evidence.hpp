// SPDX-License-Identifier: Apache-2.0
// What a person needs to see of a run, in one sentence and a few links. Pure.
#pragma once

#include "poll/run_report.hpp"

#include <string>
#include <vector>

namespace lapwing::poll {

/// "Run 124 failed at job 'test', step 'Run pytest'; 3 failures in a row since abc1234 (last good def5678): commit
/// title". The text is not escaped.
std::string describe_run(RunFacts const& facts);

/// Failing step or job, run, first bad and last good commit, as far as they are known; the most telling first.
std::vector<Link> links_of(RunFacts const& facts);

/// The first job that failed, or nullptr.
github::Job const* failing_job(RunFacts const& facts);

}  // namespace lapwing::poll
