// SPDX-License-Identifier: Apache-2.0
#include "core/cron.hpp"

#include <gmock/gmock.h>

namespace lapwing {
namespace {

using testing::HasSubstr;

std::string next(std::string_view cron, std::string_view after, std::string_view zone = "Etc/UTC") {
  auto const parsed = Cron::parse(cron);
  if (!parsed) return parsed.error().message;
  auto const due = parsed->next_after(*parse_timestamp(after), *Zone::find(zone));
  return due ? format_utc(*due) : "never";
}

TEST(Cron, EveryFormOfAField) {
  EXPECT_EQ(next("0 2 * * *", "2026-11-10T02:00:00Z"), "2026-11-11T02:00:00Z");
  EXPECT_EQ(next("0 2 * * *", "2026-11-10T01:59:59.999Z"), "2026-11-10T02:00:00Z");
  EXPECT_EQ(next("*/15 * * * *", "2026-11-10T02:01:00Z"), "2026-11-10T02:15:00Z");
  EXPECT_EQ(next("20/15 * * * *", "2026-11-10T02:36:00Z"), "2026-11-10T02:50:00Z");
  EXPECT_EQ(next("20/15 * * * *", "2026-11-10T02:51:00Z"), "2026-11-10T03:20:00Z");
  EXPECT_EQ(next("5,10 8-10 * * *", "2026-11-10T10:10:00Z"), "2026-11-11T08:05:00Z");
  EXPECT_EQ(next("0 0 1 JAN-mar/2 *", "2026-01-01T00:00:00Z"), "2026-03-01T00:00:00Z");
  EXPECT_EQ(next("30 5 * * 1-5", "2026-11-13T05:30:00Z"), "2026-11-16T05:30:00Z");
  EXPECT_EQ(next("30 5 * * SUN", "2026-11-13T05:30:00Z"), "2026-11-15T05:30:00Z");
  EXPECT_EQ(next("30 5 * * 7", "2026-11-13T05:30:00Z"), "2026-11-15T05:30:00Z");
}

TEST(Cron, OfTwoRestrictedDaysEitherCounts) {
  EXPECT_EQ(next("0 0 13 * 5", "2026-11-09T00:00:00Z"), "2026-11-13T00:00:00Z");
  EXPECT_EQ(next("0 0 13 * 5", "2026-11-13T00:00:00Z"), "2026-11-20T00:00:00Z");
  EXPECT_EQ(next("0 0 */2 * 1", "2026-11-09T00:00:00Z"), "2026-11-23T00:00:00Z")
      << "a day that begins with * restricts nothing by itself";
}

TEST(Cron, LeapDaysAndDaysThatNeverCome) {
  EXPECT_EQ(next("0 0 29 2 *", "2026-11-09T00:00:00Z"), "2028-02-29T00:00:00Z");
  EXPECT_EQ(next("0 0 29 2 *", "2096-03-01T00:00:00Z"), "2104-02-29T00:00:00Z") << "1900, 2100: no leap years";
  EXPECT_EQ(next("30 2 31 2 *", "2026-11-09T00:00:00Z"), "never");
}

TEST(Cron, WallClockTimesFollowTheZone) {
  EXPECT_EQ(next("0 2 * * *", "2026-11-10T00:00:00Z", "Europe/Berlin"), "2026-11-10T01:00:00Z");
  // 2026-03-29 02:30 does not exist in Berlin; 2026-10-25 02:30 exists twice.
  EXPECT_EQ(next("30 2 * * *", "2026-03-28T12:00:00Z", "Europe/Berlin"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(next("30 2 * * *", "2026-10-24T12:00:00Z", "Europe/Berlin"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(next("30 2 * * *", "2026-10-25T00:30:00Z", "Europe/Berlin"), "2026-10-26T01:30:00Z");
}

TEST(Cron, WhatIsNoCronIsRefusedByField) {
  EXPECT_THAT(next("0 2 * *", "2026-11-10T00:00:00Z"), HasSubstr("five fields"));
  EXPECT_THAT(next("@daily", "2026-11-10T00:00:00Z"), HasSubstr("five fields"));
  EXPECT_THAT(next("60 2 * * *", "2026-11-10T00:00:00Z"), HasSubstr("'60' is no minute"));
  EXPECT_THAT(next("0 2-1 * * *", "2026-11-10T00:00:00Z"), HasSubstr("'2-1' is no hour"));
  EXPECT_THAT(next("0 2 0 * *", "2026-11-10T00:00:00Z"), HasSubstr("'0' is no day of month"));
  EXPECT_THAT(next("0 2 * foo *", "2026-11-10T00:00:00Z"), HasSubstr("'foo' is no month"));
  EXPECT_THAT(next("0 2 * * 8", "2026-11-10T00:00:00Z"), HasSubstr("'8' is no day of week"));
  EXPECT_THAT(next("*/0 2 * * *", "2026-11-10T00:00:00Z"), HasSubstr("'*/0' is no minute"));
  EXPECT_THAT(next(",, * * * *", "2026-11-10T00:00:00Z"), HasSubstr("is no minute"));
}

}  // namespace
}  // namespace lapwing
