// SPDX-License-Identifier: Apache-2.0
// Thresholds that an alert's own history suggests, and what each would have done. Pure.
#pragma once

#include "app/backtest.hpp"
#include "core/result.hpp"

#include <string>
#include <vector>

namespace lapwing::app {

struct Suggestion {
  std::string percentile;  ///< "1st"; of `when: outside` "1st to 99th"
  std::string threshold;   ///< as it is written in YAML: 65.2%
  Tally tally;             ///< of the alert with this one threshold, over all that is stored
};

struct Suggestions {
  std::size_t values = 0;  ///< that the percentiles are drawn from
  TimePoint first;
  TimePoint last;
  std::vector<Suggestion> list;  ///< from the rarest to the most frequent
};

/// From every value that the rule's results had at a sample. `for` and `min_samples` stay as they are, `recover` does
/// not. Errors: invalid for `when: equals` and `differs`, which have no more or less; not_found where there is no value
/// yet.
Result<Suggestions> suggest(rules::Rule const& rule, notify::Routes const& routes, Past const& past, TimePoint until);

/// A value as YAML has it, to four digits: 65.2%, 26h, 1.2GB. What parse_quantity reads back is the threshold.
std::string as_written(double value, Unit unit);

}  // namespace lapwing::app
