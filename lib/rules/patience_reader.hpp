// SPDX-License-Identifier: Apache-2.0
// The keys of an alert that say when a level counts and when it ends: for, recover_for, min_samples, flap,
// significance.
#pragma once

#include "config/map_reader.hpp"
#include "rules/rule.hpp"

namespace lapwing::rules {

/// Reads them into the rule. What hangs on the expression is not checked where that is in error itself (it has no
/// nodes). Every fault becomes a problem.
void read_patience(config::MapReader& map, Rule& rule);

/// `flap` alone: off, or a map {window, high, low}.
void read_flap(config::MapReader& map, Rule& rule);

}  // namespace lapwing::rules
