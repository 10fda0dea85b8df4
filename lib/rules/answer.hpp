// SPDX-License-Identifier: Apache-2.0
// What an expression says of a history as of an instant, for a person who asks.
#pragma once

#include "rules/expression.hpp"
#include "series/history.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lapwing::rules {

/// One result.
struct Answer {
  Labels labels;
  std::optional<double> value;  ///< absent where its window holds too little, or the number is none
  std::size_t samples;          ///< in the window that holds the fewest; without a window, one of each series
  TimePoint newest;             ///< of the samples behind it
};

/// Every result that has a sample at or before `at`, in order of labels.
std::vector<Answer> answer(Expression const& expression, series::History const& history, TimePoint at);

/// Why there is nothing to answer with: one sentence for each part of the expression that no sample at or before `at`
/// fits.
std::vector<std::string> what_is_missing(Expression const& expression, series::History const& history, TimePoint at);

}  // namespace lapwing::rules
