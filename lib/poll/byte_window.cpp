// SPDX-License-Identifier: Apache-2.0
#include "poll/byte_window.hpp"

#include <cstring>
#include <utility>

namespace lapwing::poll {
namespace {

constexpr std::size_t kInitialCapacity = 256 << 10;  // fits the second-level cache

}  // namespace

ByteWindow::ByteWindow(ReadBytes read)
    : read_(std::move(read)),
      capacity_(kInitialCapacity),
      buffer_(std::make_unique_for_overwrite<char[]>(capacity_ + kPadding)) {}

Result<void> ByteWindow::refill(char const* keep) {
  auto const kept = static_cast<std::size_t>(end() - keep);
  if (kept > kMaxKept) return Error{ErrorKind::too_large, "a row of more than 16 MiB"};
  if (kept > capacity_ / 2) {
    // Doubling keeps the total work of a scanner that starts each row anew linear in the row's length.
    auto larger = std::make_unique_for_overwrite<char[]>(capacity_ * 2 + kPadding);
    std::memcpy(larger.get(), keep, kept);
    capacity_ *= 2;
    buffer_ = std::move(larger);
  } else {
    std::memmove(buffer_.get(), keep, kept);
  }
  size_ = kept;
  if (!at_end_) {
    auto const count = read_({end(), capacity_ - kept});
    if (!count) return count.error();
    size_ += *count;
    at_end_ = *count == 0;
  }
  std::memset(end(), 0, kPadding);
  return {};
}

}  // namespace lapwing::poll
