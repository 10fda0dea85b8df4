// SPDX-License-Identifier: Apache-2.0
// The thresholds of an alert: info, warning, critical and recover.
#pragma once

#include "config/map_reader.hpp"
#include "rules/rule.hpp"

namespace lapwing::rules {

/// Reads them in the unit of what the rule watches, which must be known, as must its side (`when`). A quotient of two
/// alike becomes a share where its thresholds are written so. Problems: none at all, another unit, levels in the wrong
/// order, a `recover` that would never be reached.
void read_thresholds(config::MapReader& map, Rule& rule);

}  // namespace lapwing::rules
