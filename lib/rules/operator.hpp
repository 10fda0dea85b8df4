// SPDX-License-Identifier: Apache-2.0
// Arithmetic and comparison of two values.
#pragma once

#include <optional>
#include <string_view>

namespace lapwing::rules {

enum class Operator { plus, minus, times, over, less, at_most, more, at_least, equal, differs };

/// The operator written so: + - * / < <= > >= == !=
std::optional<Operator> find_operator(std::string_view symbol);

bool is_comparison(Operator op);

/// A comparison gives 1 where it holds, else 0. A division by zero gives what doubles give: infinite, or no number.
double apply(Operator op, double left, double right);

/// Equal but for the rounding of doubles: 80% less 70% is a drop of 10pp, though 0.8 - 0.7 > 0.1.
bool is_same(double left, double right);

}  // namespace lapwing::rules
