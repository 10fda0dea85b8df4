// SPDX-License-Identifier: Apache-2.0
#include "rules/operator.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace lapwing::rules {

std::optional<Operator> find_operator(std::string_view symbol) {
  using enum Operator;
  constexpr std::array<std::pair<std::string_view, Operator>, 10> operators{{{"+", plus},
                                                                             {"-", minus},
                                                                             {"*", times},
                                                                             {"/", over},
                                                                             {"<", less},
                                                                             {"<=", at_most},
                                                                             {">", more},
                                                                             {">=", at_least},
                                                                             {"==", equal},
                                                                             {"!=", differs}}};
  for (auto const& [text, op] : operators) {
    if (text == symbol) return op;
  }
  return std::nullopt;
}

bool is_comparison(Operator op) { return op >= Operator::less; }

double apply(Operator op, double left, double right) {
  switch (op) {
    case Operator::plus:
      return left + right;
    case Operator::minus:
      return left - right;
    case Operator::times:
      return left * right;
    case Operator::over:
      return left / right;
    case Operator::less:
      return left < right && !is_same(left, right);
    case Operator::at_most:
      return left < right || is_same(left, right);
    case Operator::more:
      return left > right && !is_same(left, right);
    case Operator::at_least:
      return left > right || is_same(left, right);
    case Operator::equal:
      return is_same(left, right);
    case Operator::differs:
      return !is_same(left, right);
  }
  throw std::logic_error("apply: unknown operator");
}

bool is_same(double left, double right) {
  return std::abs(left - right) <= 1e-12 * std::max(std::abs(left), std::abs(right));
}

}  // namespace lapwing::rules
