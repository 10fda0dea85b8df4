// SPDX-License-Identifier: Apache-2.0
#include "poll/line_reader.hpp"

#include <cstring>
#include <utility>

namespace lapwing::poll {

LineReader::LineReader(ReadBytes read) : window_(std::move(read)), at_(window_.begin()) {}

Result<bool> LineReader::next() {
  for (;;) {
    auto const rest = static_cast<std::size_t>(window_.end() - at_);
    auto* const newline = static_cast<char*>(std::memchr(at_, '\n', rest));
    if (newline == nullptr && !window_.at_end()) {
      if (auto const filled = window_.refill(at_); !filled) return filled.error();
      at_ = window_.begin();
      continue;
    }
    if (newline == nullptr && rest == 0) return false;
    char* const end = newline == nullptr ? window_.end() : newline;
    line_ = {at_, static_cast<std::size_t>(end - at_)};
    at_ = newline == nullptr ? end : newline + 1;
    ++number_;
    return true;
  }
}

}  // namespace lapwing::poll
