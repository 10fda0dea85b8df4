// SPDX-License-Identifier: Apache-2.0
#include "alert/reminding.hpp"

#include <algorithm>

namespace lapwing::alert {

using namespace std::chrono_literals;

rules::Remind default_remind() { return {Duration{0}, Duration{0}, Duration{7 * 24h}, Duration{24h}}; }

std::optional<Duration> wait_to_remind(rules::Remind const& of_alert, rules::Remind const& general, Level level,
                                       std::int64_t reminders) {
  auto const index = std::size_t(level);
  auto const first = of_alert[index] ? *of_alert[index] : general[index].value_or(Duration{0});
  if (level == Level::ok || first <= Duration{0}) return std::nullopt;
  auto wait = first;
  for (std::int64_t i = 0; i < reminders && wait < kLongestReminder; ++i) wait *= 2;
  return std::max(first, std::min(wait, kLongestReminder));
}

}  // namespace lapwing::alert
