// SPDX-License-Identifier: Apache-2.0
#include "series/proportion.hpp"

#include <cmath>
#include <numbers>

namespace lapwing::series {
namespace {

/// Both tails of the normal distribution beyond a distance in standard errors.
double both_tails(double distance, double variance) {
  if (distance == 0) return 1;
  if (variance <= 0) return 0;  // every trial came out alike: any difference is certain
  return std::erfc(std::abs(distance) / std::sqrt(variance) / std::numbers::sqrt2);
}

}  // namespace

double p_of_share(double share, double n, double expected) {
  return both_tails(share - expected, expected * (1 - expected) / n);
}

double p_of_difference(double one, double n_one, double other, double n_other) {
  double const pooled = (one * n_one + other * n_other) / (n_one + n_other);
  return both_tails(one - other, pooled * (1 - pooled) * (1 / n_one + 1 / n_other));
}

}  // namespace lapwing::series
