// SPDX-License-Identifier: Apache-2.0
// Takes a text stream apart into lines.
#pragma once

#include "core/result.hpp"
#include "poll/byte_window.hpp"

#include <cstddef>
#include <string_view>

namespace lapwing::poll {

class LineReader {
 public:
  explicit LineReader(ReadBytes read);

  /// False at the end, else line() is the next one. Errors: those of the reader; too_large (a line over 16 MiB).
  Result<bool> next();
  /// Without its line feed; until the next call.
  std::string_view line() const { return line_; }
  /// Counted from 1.
  std::size_t number() const { return number_; }

 private:
  ByteWindow window_;
  char* at_;  // what was not read yet
  std::string_view line_;
  std::size_t number_ = 0;
};

}  // namespace lapwing::poll
