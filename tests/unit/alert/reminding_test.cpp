// SPDX-License-Identifier: Apache-2.0
#include "alert/reminding.hpp"

#include <gtest/gtest.h>

namespace lapwing::alert {
namespace {

using namespace std::chrono_literals;

std::optional<Duration> wait(Level level, std::int64_t reminders, rules::Remind const& of_alert = {}) {
  return wait_to_remind(of_alert, default_remind(), level, reminders);
}

TEST(Reminding, EachWaitIsTwiceTheOneBeforeUpToThirtyDays) {
  EXPECT_EQ(wait(Level::critical, 0), 24h);
  EXPECT_EQ(wait(Level::critical, 1), 48h);
  EXPECT_EQ(wait(Level::critical, 2), 96h);
  EXPECT_EQ(wait(Level::critical, 9), 30 * 24h);
  EXPECT_EQ(wait(Level::critical, std::int64_t{1} << 62), 30 * 24h);
  EXPECT_EQ(wait(Level::warning, 0), 7 * 24h);
}

TEST(Reminding, NeverIsNever) {
  EXPECT_EQ(wait(Level::info, 0), std::nullopt);
  EXPECT_EQ(wait(Level::ok, 0), std::nullopt);
  rules::Remind never;
  never[std::size_t(Level::critical)] = Duration{0};
  EXPECT_EQ(wait(Level::critical, 0, never), std::nullopt);
  EXPECT_EQ(wait(Level::warning, 0, never), 7 * 24h) << "what the alert does not say goes by the general one";
}

TEST(Reminding, AnAlertsOwnIntervalMayBeLongerThanTheLongest) {
  rules::Remind rare;
  rare[std::size_t(Level::critical)] = Duration{60 * 24h};
  EXPECT_EQ(wait(Level::critical, 0, rare), 60 * 24h);
  EXPECT_EQ(wait(Level::critical, 5, rare), 60 * 24h);
}

}  // namespace
}  // namespace lapwing::alert
