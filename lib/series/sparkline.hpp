// SPDX-License-Identifier: Apache-2.0
// A run of points as one line of block characters, for messages and terminals.
#pragma once

#include "series/history.hpp"

#include <span>
#include <string>

namespace lapwing::series {

/// "▇▆▆▃▁": one character a point, the newest last, scaled between the smallest and the greatest. A flat run is all
/// "▄"; fewer than two points give "".
std::string sparkline(std::span<Point const> points);

}  // namespace lapwing::series
