// SPDX-License-Identifier: Apache-2.0
// Whether what a value shows is more than noise: of shares of which it is known how many trials they are drawn from.
//   model.accuracy                    the test set's rows (model.test_samples of the same model): against the threshold
//   drop(model.accuracy, …)           the same of both sides, against no difference; also rise and change
//   mean(run.success, …), mean(… == …, …)   the samples of the window: against the threshold
#pragma once

#include "rules/results.hpp"
#include "rules/rule.hpp"

#include <optional>
#include <string>

namespace lapwing::rules {

/// What `significance:` came to for one value that shows a level.
struct Significance {
  Level level = Level::ok;  ///< the worst that is more than noise; info where none is
  /// Trials behind the value, of the smaller side of a difference; 0 where that is not known, and then nothing is
  /// lowered.
  double n = 0;
  double p = 1;  ///< of the mildest level that shows

  bool is_noise = false;  ///< no level that shows is more than noise
};

/// The metric that tells how many trials a value of an expression is drawn from, if one is needed ("" otherwise);
/// absent where an expression is no share of trials that can be counted.
std::optional<std::string_view> trials_metric(Expression const& expression);

/// Of a rule with `significance`, whose value shows `shown`.
Significance significance_of(Rule const& rule, Results const& results, ResultId result, Value const& value, Level shown,
                             series::History const& history, TimePoint at);

/// "Within noise (n=30, p=0.42)."; "" where the level is more than that; that the number of trials is not known.
std::string text_of(Significance const& significance);

}  // namespace lapwing::rules
