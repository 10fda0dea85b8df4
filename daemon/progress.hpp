// SPDX-License-Identifier: Apache-2.0
// A bar on standard error for what takes over two seconds; on a terminal alone.
#pragma once

#include "core/time.hpp"

#include <string_view>

namespace lapwing::daemon {

class Progress {
 public:
  explicit Progress(std::string_view what);
  Progress(Progress const&) = delete;
  Progress& operator=(Progress const&) = delete;
  /// Wipes the bar away.
  ~Progress();

  /// A share from 0 to 1.
  void show(double share);

 private:
  std::string_view what_;
  TimePoint begun_;
  int shown_ = -1;  // per cent
  bool is_terminal_;
};

}  // namespace lapwing::daemon
