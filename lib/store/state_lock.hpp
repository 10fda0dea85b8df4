// SPDX-License-Identifier: Apache-2.0
// One daemon a state directory.
#pragma once

#include "core/result.hpp"

#include <string>
#include <system_error>

namespace lapwing::store {

/// Makes the directory, with what is missing above it, for this user alone (0700). One that stands already is left as
/// it is.
std::error_code make_state_directory(std::string const& directory);

/// Holds `lock` in the directory by flock, so that it ends with the process however that ends. Makes the directory
/// (0700).
class StateLock {
 public:
  /// Errors: busy (naming the other process), unreadable (the directory can not be made or written).
  static Result<StateLock> take(std::string const& directory);

  StateLock(StateLock&& other) noexcept;
  StateLock& operator=(StateLock&&) = delete;
  ~StateLock();

 private:
  explicit StateLock(int file) : file_(file) {}
  int file_;
};

}  // namespace lapwing::store
