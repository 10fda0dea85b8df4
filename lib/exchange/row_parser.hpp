// SPDX-License-Identifier: Apache-2.0
// Reads back what SampleWriter writes, and what other programs make of it, a line at a time: a line that is broken
// takes no other with it.
#pragma once

#include "core/result.hpp"
#include "exchange/format.hpp"
#include "exchange/sample_row.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::exchange {

class RowParser {
 public:
  explicit RowParser(Format format) : format_(format) {}

  /// With the first line of a file that is not blank, before `parse` gets it: the columns of a CSV, in any order; those
  /// that are not ours do not count. Errors: invalid, naming the columns that are needed.
  Result<void> begin(std::string_view first_line);

  /// Absent for a line without a sample: blank, a header, a comment. Errors: invalid, saying what is wrong with the
  /// line: a metric that is not there (with the nearest name), another unit than the metric's, a value that is no
  /// finite number, a time that is none.
  Result<std::optional<SampleRow>> parse(std::string_view line);

 private:
  Result<std::optional<SampleRow>> parse_csv(std::string_view line);

  Format format_;
  std::vector<std::string> cells_;
  std::array<std::optional<std::size_t>, 5> columns_;  // the places of time, metric, labels, value, unit
  bool header_is_next_ = false;
};

}  // namespace lapwing::exchange
