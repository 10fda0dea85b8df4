// SPDX-License-Identifier: Apache-2.0
// Takes a JSON Lines stream apart: one object a line, its keys are the columns.
#pragma once

#include "core/result.hpp"
#include "poll/data_row.hpp"
#include "poll/line_reader.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::poll {

/// Columns come in the order in which the keys first occur (within one line by name), so there can be more of them
/// after a row. A key that a line lacks, and null, is an empty cell; a nested value is its JSON text. Python's bare NaN
/// and Infinity count as null. A line that is no object is a broken row. Blank lines are skipped.
class JsonlScanner {
 public:
  /// `name` is the file in error messages.
  JsonlScanner(ReadBytes read, std::string name);

  /// False at the end, else row() is the next one. Errors: those of the reader; too_large (a line over 16 MiB).
  Result<bool> next();
  DataRow const& row() const { return row_; }
  std::vector<std::string> const& columns() const { return columns_; }

 private:
  void read_line(std::string_view line);

  LineReader lines_;
  std::string name_;
  std::vector<std::string> columns_;
  std::map<std::string, std::size_t, std::less<>> places_;  // of a column in columns_
  std::vector<std::string> values_;                         // per column; they keep their memory
  std::vector<std::string_view> cells_;
  std::vector<char> is_string_;
  DataRow row_;
};

}  // namespace lapwing::poll
