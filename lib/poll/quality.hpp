// SPDX-License-Identifier: Apache-2.0
// What is wrong with the rows of a data file, and where: counts with their first piece of evidence.
#pragma once

#include "core/result.hpp"
#include "poll/cell.hpp"
#include "poll/data_quality_options.hpp"
#include "poll/data_row.hpp"
#include "poll/duplicates.hpp"
#include "poll/timeline.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::poll {

struct ColumnQuality {
  std::string name;  ///< printable, never empty, unlike the other columns' names
  CellType type = CellType::unknown;
  std::size_t missing = 0;
  std::size_t first_missing_line = 0;  ///< where missing > 0
  std::size_t type_errors = 0;
  std::size_t first_error_line = 0;  ///< where type_errors > 0
  std::string first_error;           ///< that cell, shortened and printable
};

/// Rows that tell the same, and where the first such pair stands: by line, or by data row from 1 where rows of several
/// lines have left the lines unknown.
struct Repetition {
  std::size_t count = 0;
  std::size_t first = 0;
  std::size_t repeat = 0;
  bool are_lines = true;
};

struct Quality {
  std::string file;
  std::optional<TimePoint> modified;
  std::vector<ColumnQuality> columns;
  std::size_t records = 0;
  std::size_t ragged = 0;  ///< rows with fewer or more cells than columns; lines that are no JSON object
  std::size_t first_ragged_line = 0;
  std::optional<std::size_t> first_ragged_cells;  ///< absent for a line that is no JSON object
  Repetition duplicates;
  std::optional<Repetition> duplicate_keys;  ///< absent without a key
  std::optional<Timeline> timeline;          ///< absent without a time column
};

/// Looks at rows, one by one. Memory: 16 bytes a row and what the columns need. Pure: no file, no clock.
/// Of a ragged row only its number, its content as a whole, its key and its time are looked at: which cell belongs to
/// which column can not be told.
class Inspector {
 public:
  static constexpr std::size_t kMaxColumns = 10'000;

  /// `options` must outlive it; `file` is for messages.
  Inspector(DataQualityOptions const& options, std::string file);

  /// Names the next columns: a CSV's header before any row, a JSON key before the row that is the first to have it;
  /// rows before that lack it. Empty names become "column 3", a repeated name gets ".1" as in pandas. Errors:
  /// too_large.
  Result<void> add_columns(std::span<std::string const> names);

  void add(DataRow const& row);

  /// The result. Call it once, after the last row. Errors: not_found if the time column or a key is not there; invalid
  /// if no row could be taken apart.
  Result<Quality> finish();
  /// The same errors, once the columns are complete and before reading a long file in vain.
  Result<void> check_columns() const;

 private:
  void check(std::size_t column, std::string_view cell, std::size_t line, bool is_string);
  void look_at_ragged(DataRow const& row);
  std::uint64_t content_of(DataRow const& row);
  std::uint64_t key_of(DataRow const& row);
  bool is_blank(std::string_view cell) const;
  void count_error(std::size_t column, std::string_view cell, std::size_t line);
  Repetition repetition(std::deque<std::uint64_t> const& fingerprints) const;

  DataQualityOptions const& options_;
  Quality quality_;
  std::vector<std::string> key_names_;
  std::optional<std::size_t> time_column_;
  std::map<std::string, int> name_copies_;  // how often each column name occurred
  std::vector<std::optional<std::size_t>> key_columns_;  // as key_names_, once they occurred
  std::vector<CellType> types_;                          // of the columns, close together for speed
  std::vector<char> ignored_;                            // per column
  std::uint64_t blank_sizes_ = 0;                        // bit n: a blank text has n bytes (63: or more)
  bool blank_may_be_number_ = false;
  std::deque<std::uint64_t> contents_, keys_;  // one a row; deques: no copy when they grow
  std::size_t first_line_ = 0;                 // of the first row
  bool row_a_line_ = true;                     // so far every row is one line below the last
  std::size_t countable_ = 0;                  // sound rows after ignore_head
  std::size_t first_countable_line_ = 0;
  std::string scratch_;
};

}  // namespace lapwing::poll
