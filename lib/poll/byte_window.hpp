// SPDX-License-Identifier: Apache-2.0
// The part of a byte stream that a scanner looks at: a buffer that forgets what was consumed and reads on.
#pragma once

#include "core/result.hpp"
#include "poll/byte_source.hpp"

#include <cstddef>
#include <memory>

namespace lapwing::poll {

/// Starts empty: call `refill` first. The bytes are the scanner's to change.
class ByteWindow {
 public:
  /// So many zero bytes can be read after end(), for code that looks at whole blocks.
  static constexpr std::size_t kPadding = 64;
  /// No row is longer; what is kept never grows beyond this.
  static constexpr std::size_t kMaxKept = 16 << 20;

  explicit ByteWindow(ReadBytes read);

  char* begin() { return buffer_.get(); }
  char* end() { return buffer_.get() + size_; }
  /// The stream has ended: nothing follows end().
  bool at_end() const { return at_end_; }

  /// Forgets what stands before `keep`, moves the rest to begin() and reads once more: all pointers into the window are
  /// void. Errors: of the reader; too_large if more than kMaxKept would be kept.
  Result<void> refill(char const* keep);

 private:
  ReadBytes read_;
  std::size_t capacity_;
  std::unique_ptr<char[]> buffer_;
  std::size_t size_ = 0;
  bool at_end_ = false;
};

}  // namespace lapwing::poll
