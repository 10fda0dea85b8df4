// SPDX-License-Identifier: Apache-2.0
// Takes a CSV stream apart into rows and cells (RFC 4180), at the speed of memory and without allocating per cell.
#pragma once

#include "core/result.hpp"
#include "poll/byte_window.hpp"
#include "poll/data_row.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::poll {

/// Accepts more than RFC 4180 writes: LF and CRLF, a UTF-8 byte order mark, blank lines (skipped), a last line without
/// its newline, a quote inside an unquoted cell (an ordinary character), text after a closing quote (the cell is then
/// taken as written), any bytes. The header is a row like any other. Rows may differ in length: that is the reader's
/// business.
class CsvScanner {
 public:
  static constexpr std::size_t kMaxCell = 1 << 20;

  /// `name` is the file in error messages.
  CsvScanner(ReadBytes read, std::string name, char delimiter = ',');

  /// False at the end, else row() is the next one. Errors: those of the reader; invalid (a quote that is never closed,
  /// UTF-16); too_large (a cell over 1 MiB, a row over 16 MiB). They name the file and the line and are final.
  Result<bool> next();
  DataRow const& row() const { return row_; }

 private:
  enum class Scan { complete, needs_more, unclosed };

  Result<void> start();
  Scan scan_row();
  Scan end_row(char* at);
  void add_cell(char* at);
  void seek(char* at);
  std::uint64_t specials(char const* block) const;
  Error too_large(std::size_t line, std::string_view what) const;

  ByteWindow window_;
  std::string name_;
  char delimiter_;
  bool started_ = false;
  std::size_t line_ = 1;                   // of start_
  char* start_ = nullptr;                  // of the row
  char* cell_ = nullptr;                   // start of the cell that is being read
  char* closed_ = nullptr;                 // its closing quote, if it is a quoted one
  char* block_ = nullptr;                  // the 64 bytes that are being looked at
  std::uint64_t pending_ = 0;              // delimiters, newlines and quotes of the block that were not looked at yet
  bool doubled_ = false;                   // the cell holds doubled quotes
  bool quoted_ = false;                    // the row holds a quoted cell
  std::size_t count_ = 0;                  // cells of the row so far
  std::size_t row_bytes_ = 0;              // of the last complete row
  std::vector<std::string_view> cells_;    // grows, never shrinks
  std::vector<std::size_t> with_doubled_;  // cells whose doubled quotes are to be halved at the row's end
  DataRow row_;
};

}  // namespace lapwing::poll
