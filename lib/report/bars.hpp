// SPDX-License-Identifier: Apache-2.0
// A figure's points as one line of block characters.
#pragma once

#include "report/document.hpp"

#include <string>

namespace lapwing::report {

/// "▇█▇▇▆▄▁", the newest last: a character a point, or of more than sixteen points a character for the mean of a
/// sixteenth of them. "" for fewer than two points with a number.
std::string bars_of(Figure const& figure);

}  // namespace lapwing::report
