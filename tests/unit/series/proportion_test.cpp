// SPDX-License-Identifier: Apache-2.0
#include "series/proportion.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace lapwing::series {
namespace {

TEST(Proportion, ADropFrom70To60PercentOnThirtyRowsIsNoise) {
  EXPECT_NEAR(p_of_difference(0.70, 30, 0.60, 30), 0.4168, 0.0005);
  EXPECT_NEAR(p_of_difference(0.60, 30, 0.70, 30), 0.4168, 0.0005) << "either way";
  EXPECT_LT(p_of_difference(0.70, 300, 0.60, 300), 0.05) << "on ten times the rows it is none";
}

TEST(Proportion, AgreesWithWorkedExamples) {
  // z = 1.96 leaves 5% in both tails: 60% of 96.04 trials where 50% is expected.
  EXPECT_NEAR(p_of_share(0.6, 96.04, 0.5), 0.05, 0.0001);
  // 41/200 and 351/605 (NIST/SEMATECH e-Handbook's form of the test, by hand: z = -9.194).
  EXPECT_LT(p_of_difference(41.0 / 200, 200, 351.0 / 605, 605), 1e-15);
  // 15/100 and 20/100: z = -0.9309, p = 0.352.
  EXPECT_NEAR(p_of_difference(0.15, 100, 0.20, 100), 0.352, 0.001);
}

/// Wilson's interval by its own formula.
std::pair<double, double> wilson(double share, double n, double z) {
  double const centre = (share + z * z / (2 * n)) / (1 + z * z / n);
  double const half = z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  return {centre - half, centre + half};
}

TEST(Proportion, TheShareTestIsWilsonsInterval) {
  constexpr double z = 1.959963984540054;
  int inside = 0;
  for (double share = 0; share <= 1; share += 0.05) {
    for (double expected = 0.025; expected < 1; expected += 0.05) {
      auto const [low, high] = wilson(share, 30, z);
      bool const is_inside = low < expected && expected < high;
      inside += is_inside;
      EXPECT_EQ(p_of_share(share, 30, expected) > 0.05, is_inside) << share << " and " << expected;
    }
  }
  EXPECT_GT(inside, 50);
}

TEST(Proportion, NoDifferenceIsCertainlyNoneAndAnyFromAllIsOne) {
  EXPECT_EQ(p_of_difference(0.5, 10, 0.5, 10), 1);
  EXPECT_EQ(p_of_difference(1, 10, 1, 10), 1);
  EXPECT_EQ(p_of_share(0.9, 10, 1), 0) << "one miss shows that not all hit";
}

}  // namespace
}  // namespace lapwing::series
