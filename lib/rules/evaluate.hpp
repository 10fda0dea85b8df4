// SPDX-License-Identifier: Apache-2.0
// What the rules say of the history: pure, synchronous, no clock. What it means over time is alert/advance.hpp.
#pragma once

#include "rules/rule.hpp"
#include "series/history.hpp"

#include <span>
#include <vector>

namespace lapwing::rules {

/// A sample that came in: of which series, true when.
struct Arrival {
  series::SeriesId series;
  TimePoint at;
};

/// What one rule says of one series as of one sample.
struct Verdict {
  std::size_t rule;  ///< index into the RuleSet
  series::SeriesId series;
  TimePoint at;
  Level level;  ///< what the value shows; ok included
  bool clears;  ///< whether an open incident may close
  double value;
};

/// One verdict per arrival and rule that watches its series, in order of time, then of rule. An arrival whose window
/// holds too little yields none: missing data never changes a level. A rule sees each arrival as if nothing later were
/// known, so that a back-filled history is judged as if it had been watched.
std::vector<Verdict> evaluate(RuleSet const& rules, series::History const& history, std::span<Arrival const> arrivals);

/// The newest sample of every series: what to judge again after an edit.
std::vector<Arrival> newest(series::History const& history);

}  // namespace lapwing::rules
