// SPDX-License-Identifier: Apache-2.0
#include "poll/quality.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace lapwing::poll {
namespace {

std::uint64_t size_bit(std::size_t size) { return std::uint64_t{1} << std::min<std::size_t>(size, 63); }

/// A name for a label: printable, not empty, not taken. `copies` counts the columns of each name so far: a header that
/// repeats one name thousands of times stays quick.
std::string name_column(std::string_view raw, std::size_t place, std::map<std::string, int>& copies) {
  std::string const name = trim(raw).empty() ? "column " + std::to_string(place + 1) : printable(trim(raw), 100);
  int& count = copies[name];
  if (count++ == 0) return name;
  for (;; ++count) {
    auto unique = name + "." + std::to_string(count - 1);
    if (copies[unique]++ == 0) return unique;
  }
}

bool is_special(char c) { return c == ',' || c == ';' || c == '\t' || c == '|' || c == '"' || c == '\n' || c == '\r'; }

}  // namespace

Inspector::Inspector(DataQualityOptions const& options, std::string file) : options_(options), key_names_(options.key) {
  quality_.file = std::move(file);
  if (!options_.time_column.empty()) {
    quality_.timeline.emplace(options_.step);
    if (key_names_.empty()) key_names_.push_back(options_.time_column);
  }
  key_columns_.resize(key_names_.size());
  for (auto const& text : options_.blank) {
    blank_sizes_ |= size_bit(text.size());
    blank_may_be_number_ = blank_may_be_number_ || is_number(text);
  }
}

Result<void> Inspector::add_columns(std::span<std::string const> names) {
  auto& columns = quality_.columns;
  if (columns.size() + names.size() > kMaxColumns) {
    return Error{ErrorKind::too_large,
                 quality_.file + " has more than 10,000 columns; is its first line a header, are its keys names?"};
  }
  for (auto const& raw : names) {
    auto const place = columns.size();
    auto& column =
        columns.emplace_back(ColumnQuality{.name = name_column(raw, columns.size(), name_copies_), .first_error = {}});
    if (column.name == options_.time_column) time_column_ = place;
    for (std::size_t i = 0; i < key_names_.size(); ++i) {
      if (key_names_[i] == column.name) key_columns_[i] = place;
    }
    bool const ignored = std::ranges::any_of(options_.ignore_columns,
                                             [&](auto const& pattern) { return matches_glob(pattern, column.name); });
    ignored_.push_back(ignored ? 1 : 0);
    types_.push_back(place == time_column_ ? CellType::time : CellType::unknown);
    if (!ignored && countable_ > 0) {
      column.missing = countable_;
      column.first_missing_line = first_countable_line_;
    }
  }
  return {};
}

Result<void> Inspector::check_columns() const {
  auto wanted = key_names_;
  if (!options_.time_column.empty()) wanted.insert(wanted.begin(), options_.time_column);
  std::vector<std::string_view> known;
  for (auto const& column : quality_.columns) known.push_back(column.name);
  for (auto const& name : wanted) {
    if (std::ranges::find(known, name) != known.end()) continue;
    std::vector<std::string> shown(known.begin(), known.begin() + std::min<std::ptrdiff_t>(std::ssize(known), 12));
    if (known.size() > shown.size()) shown.push_back(std::to_string(known.size() - shown.size()) + " more");
    return Error{ErrorKind::not_found, "column '" + printable(name, 100) + "' is not in the header of " +
                                           quality_.file + "; it has: " + list_of(shown) + did_you_mean(name, known)};
  }
  return {};
}

void Inspector::add(DataRow const& row) {
  if (quality_.records == 0) first_line_ = row.line;
  row_a_line_ = row_a_line_ && row.line == first_line_ + quality_.records;
  ++quality_.records;
  contents_.push_back(content_of(row));
  if (!key_names_.empty()) keys_.push_back(key_of(row));
  if (row.broken || row.cells.size() != types_.size()) return look_at_ragged(row);

  if (quality_.records > options_.ignore_head && countable_++ == 0) first_countable_line_ = row.line;
  bool const shortcut = row.is_string.empty() && !blank_may_be_number_;
  for (std::size_t i = 0; i < types_.size(); ++i) {
    if (shortcut && types_[i] == CellType::number && is_number(row.cells[i])) continue;
    check(i, row.cells[i], row.line, !row.is_string.empty() && row.is_string[i] != 0);
  }
}

void Inspector::look_at_ragged(DataRow const& row) {
  if (quality_.ragged++ == 0) {
    quality_.first_ragged_line = row.line;
    if (!row.broken) quality_.first_ragged_cells = row.cells.size();
  }
  if (time_column_ && *time_column_ < row.cells.size())
    quality_.timeline->add(trim(row.cells[*time_column_]), row.line);
}

void Inspector::check(std::size_t column, std::string_view cell, std::size_t line, bool is_string) {
  cell = trim(cell);
  bool const ignored = ignored_[column] != 0;
  if (is_blank(cell)) {
    if (ignored || quality_.records <= options_.ignore_head) return;
    auto& found = quality_.columns[column];
    if (found.missing++ == 0) found.first_missing_line = line;
    return;
  }
  if (column == time_column_) {
    if (!quality_.timeline->add(cell, line) && !ignored) count_error(column, cell, line);
    return;
  }
  // A JSON string is never a number, whatever it holds.
  auto& type = types_[column];
  if (type == CellType::unknown) {
    type = !is_string ? type_of(cell) : fits(CellType::time, cell) ? CellType::time : CellType::text;
    return;
  }
  bool const fit = is_string && type != CellType::time ? type == CellType::text : fits(type, cell);
  if (!fit && !ignored) count_error(column, cell, line);
}

void Inspector::count_error(std::size_t column, std::string_view cell, std::size_t line) {
  auto& found = quality_.columns[column];
  if (found.type_errors++ > 0) return;
  found.first_error_line = line;
  found.first_error = printable(cell, 40);
}

bool Inspector::is_blank(std::string_view cell) const {
  if (cell.empty()) return true;
  return (blank_sizes_ & size_bit(cell.size())) != 0 && std::ranges::find(options_.blank, cell) != options_.blank.end();
}

/// The same for the same content, however it is quoted. Cells that hold a delimiter stay apart from their neighbours.
std::uint64_t Inspector::content_of(DataRow const& row) {
  if (!row.raw.empty()) return fingerprint(row.raw, row.cells.size());
  if (row.broken) return fingerprint("broken", quality_.records);
  auto cells = row.cells;
  // A JSON row has as many cells as columns are known by then: keys that came up later must not tell it from its
  // repeat.
  while (!row.is_string.empty() && !cells.empty() && cells.back().empty()) cells = cells.first(cells.size() - 1);
  scratch_.clear();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto const cell = cells[i];
    if (i > 0) scratch_ += options_.delimiter;
    bool const wrap = std::ranges::any_of(cell, is_special) || cell.find(options_.delimiter) != cell.npos;
    if (wrap) scratch_ += '"';
    scratch_ += cell;
    if (wrap) scratch_ += '"';
  }
  return fingerprint(scratch_, cells.size());
}

/// Of the key's cells. A row without a key is like no other.
std::uint64_t Inspector::key_of(DataRow const& row) {
  std::uint64_t key = 0;
  bool any = false;
  for (auto const column : key_columns_) {
    auto const cell = column && *column < row.cells.size() ? trim(row.cells[*column]) : std::string_view();
    any = any || !is_blank(cell);
    key = fingerprint(cell, key);
  }
  return any ? key : fingerprint("no key", ~quality_.records);
}

Repetition Inspector::repetition(std::deque<std::uint64_t> const& fingerprints) const {
  auto const found = find_duplicates(fingerprints);
  if (found.count == 0) return {};
  auto const offset = row_a_line_ ? first_line_ : 1;
  return {found.count, found.first + offset, found.repeat + offset, row_a_line_};
}

Result<Quality> Inspector::finish() {
  if (quality_.records > 0 && quality_.records == quality_.ragged && !quality_.first_ragged_cells) {
    return Error{ErrorKind::invalid,
                 quality_.file + ": no line is a JSON object; is it JSON Lines, one object a line?"};
  }
  bool const named_late = !types_.empty() || quality_.records > 0;
  if (auto const columns = check_columns(); named_late && !columns) return columns.error();
  for (std::size_t i = 0; i < types_.size(); ++i) quality_.columns[i].type = types_[i];
  quality_.duplicates = repetition(contents_);
  if (!key_names_.empty()) quality_.duplicate_keys = repetition(keys_);
  return std::move(quality_);
}

}  // namespace lapwing::poll
