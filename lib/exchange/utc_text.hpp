// SPDX-License-Identifier: Apache-2.0
// format_utc for many instants in a row: the date is worked out once a day.
#pragma once

#include "core/time.hpp"

#include <optional>
#include <string>

namespace lapwing::exchange {

class UtcText {
 public:
  void append(std::string& out, TimePoint at);

 private:
  std::optional<std::chrono::sys_days> day_;
  std::string date_;  // 2026-11-25T
};

}  // namespace lapwing::exchange
