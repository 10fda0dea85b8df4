// SPDX-License-Identifier: Apache-2.0
// What a cell of a data file looks like: its type, told from its text alone.
#pragma once

#include <string_view>

namespace lapwing::poll {

enum class CellType { unknown, number, boolean, time, text };

/// Written as Python, C and spreadsheets write numbers: 1, -0.5, 5., .5, +1e-09. Not nan, inf, 1,000 or 0x1F, and no
/// spaces.
bool is_number(std::string_view cell);

/// The narrowest type that fits. true/false in any case is boolean; time is what parse_timestamp reads. Never unknown.
CellType type_of(std::string_view cell);

/// Whether a cell may stand in a column of that type. Text and unknown take everything.
bool fits(CellType type, std::string_view cell);

/// "number", "boolean", "time", "text", "unknown": stored in cursors, do not rename.
std::string_view name_of(CellType type);

/// The inverse of name_of; unknown for anything else.
CellType parse_cell_type(std::string_view name);

}  // namespace lapwing::poll
