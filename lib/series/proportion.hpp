// SPDX-License-Identifier: Apache-2.0
// Whether a share of few trials says anything: tests of proportions by the normal approximation, two-sided.
#pragma once

namespace lapwing::series {

/// How likely a share at least this far from `expected` is in n trials, if `expected` is the truth: the score test. It
/// is below 1 - confidence exactly where Wilson's interval at that confidence does not hold `expected`. Shares in
/// 0..1, n > 0.
double p_of_share(double share, double n, double expected);

/// How likely two shares at least this far apart are, if there is no difference: the pooled two-proportion z-test.
/// 70% and 60% of 30 trials each: 0.42. Shares in 0..1, n > 0.
double p_of_difference(double one, double n_one, double other, double n_other);

}  // namespace lapwing::series
