// SPDX-License-Identifier: Apache-2.0
// Chance that falls the same way on every run.
#pragma once

#include <random>

namespace lapwing::test {

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  int roll(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool chance(double share) { return std::bernoulli_distribution(share)(random_); }
  /// A share on a grid of one point, so that thresholds are met exactly too.
  double share() { return roll(50, 80) / 100.0; }

 private:
  std::mt19937 random_;
};

}  // namespace lapwing::test
