// SPDX-License-Identifier: Apache-2.0
// The simulated fortnight: the same for the same seed, with every turn that a monitor must take right.
#pragma once

#include "fake_github/records.hpp"

namespace lapwing::fake_github {

struct Span {
  TimePoint begin = *parse_timestamp("2026-11-02T00:00:00Z");  ///< a Monday
  int days = 14;                                               ///< 14 or more
  std::uint64_t seed = 1;
};

/// Weekdays have about 20 pushes to main and 12 to other branches, weekends a few; CI runs on each, ML Tests and CD on
/// some. Besides what chance brings, by day from 1 on:
/// - 2: a cancelled, a skipped and a timed-out run.
/// - 3: attempt 1 fails, attempt 2 passes 20 minutes later; a startup_failure; the unknown conclusion "quantum"; the
/// run
///   of a pull request that waits for approval (action_required).
/// - 4: a failed run that is re-run two days later and passes; one that needs three attempts.
/// - 5: ML Tests on main fails four times in a row, job `test`, step `Run pytest`, and recovers.
/// - 8: a failed job without a failing step; a run whose three attempts lie between two polls; neutral; stale.
/// - 9: Scheduled Training does not start; a commit whose tests fail, then pass in another run.
/// - 10: Scheduled Training fails, and passes when started by hand; a run whose updated_at moves a day later.
/// - 11: two CI runs created, and ended, in the same second; two of ML Tests that end in the same second.
/// - 12: Nightly Scan is disabled by inactivity; a passed run is re-run and passes; another one fails then.
/// - 13: Scheduled Training starts 45 minutes late.
Timeline make_fortnight(Span const& span = {});

}  // namespace lapwing::fake_github
