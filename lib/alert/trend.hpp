// SPDX-License-Identifier: Apache-2.0
// The numbers behind an incident: what its alert watched, over time. It is not stored with the incident: the samples
// are, and the rule tells what they came to. Pure.
#pragma once

#include "core/labels.hpp"
#include "core/level.hpp"
#include "core/quantity.hpp"
#include "rules/rule.hpp"
#include "series/history.hpp"

#include <vector>

namespace lapwing::alert {

struct Trend {
  struct Threshold {
    Level level;
    double value;
  };
  std::vector<series::Point> points;  ///< oldest first
  Unit unit = Unit::number;
  std::vector<Threshold> thresholds;  ///< of `outside` two a level
};

/// The values of the rule's result with these labels: at its newest 60 samples; of one that goes by the clock (an age),
/// as it rose and fell over its newest 12. Without points where there is no such result. The history must hold what the
/// windows of the oldest of them hold.
Trend trend_of(rules::Rule const& rule, series::History const& history, Labels const& labels, TimePoint until);

/// At which sample that trend begins; `until` where there is none. For this the history need hold 60 samples a series.
TimePoint trend_begins(rules::Rule const& rule, series::History const& history, Labels const& labels, TimePoint until);

}  // namespace lapwing::alert
