// SPDX-License-Identifier: Apache-2.0
// What an expression's parts measure, which labels their results carry, and whether they go together. Pure; knows no
// values but those written.
#pragma once

#include "rules/expression.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace lapwing::rules {

/// Fills in unit, is_quotient and labels of every node. The first fault, with both sides named:
///  - no metric at all; labels after `by` that there are none of, or that stand there twice;
///  - units that do not go together, a number without a unit beside one that has one (0 is 0 in any);
///  - two sides whose labels are such that no result of one could match one of the other.
std::optional<SyntaxError> check_units(std::vector<Node>& nodes, std::string_view text);

/// The unit of `left op right`, or absent where there is none. A quotient of two alike is a number; a difference of two
/// shares is in points.
std::optional<Unit> unit_of(Operator op, Unit left, Unit right);

}  // namespace lapwing::rules
