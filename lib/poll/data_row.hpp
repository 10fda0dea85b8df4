// SPDX-License-Identifier: Apache-2.0
// One row of a data file, whatever its format.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace lapwing::poll {

/// Views into the scanner that made it; they hold until its next row.
struct DataRow {
  std::size_t line = 0;                     ///< where it begins in the file, from 1
  std::span<std::string_view const> cells;  ///< without quotes; one a column unless the row is ragged
  std::string_view raw;                     ///< the row as written if no cell needed unquoting, else empty
  std::span<char const> is_string = {};     ///< per cell, where the format tells strings from numbers; else empty
  bool broken = false;                      ///< it could not be taken apart; there are no cells
};

}  // namespace lapwing::poll
