// SPDX-License-Identifier: Apache-2.0
// The part of an expression that says how far back a function looks, and the labels after `by`.
#pragma once

#include "rules/token_reader.hpp"

namespace lapwing::rules {

/// , last 20 runs   or   , 7d   and for a function that looks ahead how far:   , 14d, 30d
void read_window(TokenReader& tokens, Samples& samples);

/// by (label, …)
Grouping read_grouping(TokenReader& tokens);

}  // namespace lapwing::rules
