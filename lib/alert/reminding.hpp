// SPDX-License-Identifier: Apache-2.0
// When an incident that goes on is told again.
#pragma once

#include "rules/rule.hpp"

#include <optional>
#include <string_view>

namespace lapwing::alert {

/// `remind` of lapwing.yaml unless it says otherwise: critical after 24h, warning after 7d, info never.
rules::Remind default_remind();

inline constexpr Duration kLongestReminder = std::chrono::hours{24 * 30};

/// How long after a message the incident is told again, if `reminders` were sent since its level was: each time twice
/// as long, at most kLongestReminder, unless the first is longer. What an alert does not say goes by `general`. Absent
/// for never.
std::optional<Duration> wait_to_remind(rules::Remind const& of_alert, rules::Remind const& general, Level level,
                                       std::int64_t reminders);

}  // namespace lapwing::alert
