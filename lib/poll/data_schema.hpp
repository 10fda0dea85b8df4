// SPDX-License-Identifier: Apache-2.0
// What a poll of a data file remembers for the next one: the columns, and which of them had findings.
#pragma once

#include "poll/cell.hpp"
#include "poll/quality.hpp"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lapwing::poll {

struct DataMemory {
  std::vector<std::pair<std::string, CellType>> schema;  ///< names and types in order
  std::set<std::string> with_missing;                    ///< columns whose data.missing was not 0 at some poll
  std::set<std::string> with_type_errors;

  /// As JSON, for the cursor.
  std::string to_cursor() const;
  /// Absent for "" and for anything that is no such cursor: what is remembered is then nothing.
  static std::optional<DataMemory> from_cursor(std::string const& cursor);
  /// After a poll that saw `now`. A column without any value keeps the type that it had.
  static DataMemory after(std::optional<DataMemory> const& before, Quality const& now);
};

struct SchemaChanges {
  std::vector<std::string> added, removed, moved, retyped;
  std::size_t count() const { return added.size() + removed.size() + moved.size() + retyped.size(); }
  /// "added: x and y; removed: z; moved: a; of another type: b (number to text)", at most ten names each.
  std::string to_string() const;
};

/// Moved are the fewest columns that explain the new order. A column without any value fits every type.
SchemaChanges compare(DataMemory const& before, DataMemory const& now);

}  // namespace lapwing::poll
