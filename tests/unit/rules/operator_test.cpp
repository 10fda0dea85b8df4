// SPDX-License-Identifier: Apache-2.0
#include "rules/operator.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace lapwing::rules {
namespace {

TEST(Operator, EveryOneIsFoundByItsSymbol) {
  for (auto const* symbol : {"+", "-", "*", "/"}) EXPECT_FALSE(is_comparison(find_operator(symbol).value())) << symbol;
  for (auto const* symbol : {"<", "<=", ">", ">=", "==", "!="})
    EXPECT_TRUE(is_comparison(find_operator(symbol).value())) << symbol;
  for (auto const* symbol : {"", "=", "=~", "%", "+ "}) EXPECT_EQ(find_operator(symbol), std::nullopt) << symbol;
}

TEST(Operator, Calculates) {
  EXPECT_EQ(apply(Operator::plus, 7, 2), 9);
  EXPECT_EQ(apply(Operator::minus, 7, 2), 5);
  EXPECT_EQ(apply(Operator::times, 7, 2), 14);
  EXPECT_EQ(apply(Operator::over, 7, 2), 3.5);
  EXPECT_TRUE(std::isinf(apply(Operator::over, 7, 0)));
  EXPECT_TRUE(std::isnan(apply(Operator::over, 0, 0)));
}

TEST(Operator, AComparisonIsOneOrZero) {
  struct Row {
    Operator op;
    double below, same, above;  ///< 1 against 2, 2 against 2, 3 against 2
  };
  for (auto const& [op, below, same, above] :
       {Row{Operator::less, 1, 0, 0}, Row{Operator::at_most, 1, 1, 0}, Row{Operator::more, 0, 0, 1},
        Row{Operator::at_least, 0, 1, 1}, Row{Operator::equal, 0, 1, 0}, Row{Operator::differs, 1, 0, 1}}) {
    EXPECT_EQ(apply(op, 1, 2), below) << int(op);
    EXPECT_EQ(apply(op, 2, 2), same) << int(op);
    EXPECT_EQ(apply(op, 3, 2), above) << int(op);
  }
}

TEST(Operator, TheRoundingOfDoublesIsNoDifference) {
  EXPECT_EQ(apply(Operator::more, 0.8 - 0.7, 0.1), 0);
  EXPECT_EQ(apply(Operator::equal, 0.1 + 0.2, 0.3), 1);
  EXPECT_EQ(apply(Operator::at_most, 0.1 + 0.2, 0.3), 1);
  EXPECT_EQ(apply(Operator::differs, 0.1 + 0.2, 0.3), 0);
  EXPECT_EQ(apply(Operator::less, 0.3, 0.3000001), 1);
}

}  // namespace
}  // namespace lapwing::rules
