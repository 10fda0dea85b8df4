// SPDX-License-Identifier: Apache-2.0
#include "core/schedule.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace lapwing {
namespace {

using namespace std::chrono_literals;

TimePoint utc(std::string_view text) { return parse_timestamp(text).value(); }

Zone zone(char const* name) {
  auto found = Zone::find(name);
  if (!found) throw std::runtime_error(found.error().message);
  return *found;
}

Schedule schedule(std::string_view text, std::string_view name = "poller") {
  auto read = Schedule::parse(text, name);
  if (!read) throw std::runtime_error(read.error().message);
  return *read;
}

/// The next runs after `from`, on the wall clock.
std::vector<std::string> runs(char const* text, char const* zone_name, char const* from, int count) {
  auto const plan = schedule(text);
  auto const here = zone(zone_name);
  std::vector<std::string> out;
  auto at = utc(from);
  for (int i = 0; i < count; ++i) {
    at = plan.next_after(at, here);
    out.push_back(here.format(at));
  }
  return out;
}

using Texts = std::vector<std::string>;

TEST(ScheduleParse, KeepsTheTextAsWritten) {
  for (auto const* const text :
       {"30s", "5m", "1h30m", "hourly", "hourly at :10", "daily", "daily at 06:30", "daily at 6:30", "weekly",
        "weekly on monday", "weekly on MON at 09:00", "weekly at 09:00 on sunday", "monthly", "monthly on 1 at 09:00",
        "monthly on 28", "monthly on last", "monthly at 00:00 on last"}) {
    auto const read = Schedule::parse(text, "x");
    ASSERT_TRUE(read) << text << ": " << read.error().message;
    EXPECT_EQ(read->text(), text);
  }
  EXPECT_EQ(schedule("  daily   at  06:30 ").text(), "daily   at  06:30");
}

TEST(ScheduleParse, RefusesEverythingElseAndShowsTheForms) {
  struct {
    std::string_view text;
    std::string_view says;
  } const rows[] = {
      {"", "write 30s"},
      {" ", "write 30s"},
      {"5", "write 30s"},
      {"0s", "shorter than a second"},
      {"999ms", "shorter than a second"},
      {"-5m", "write 30s"},
      {"101y", "write 30s"},
      {"houry", "did you mean 'hourly'?"},
      {"Daily", "did you mean 'daily'?"},
      {"dialy at 06:30", "did you mean 'daily'?"},
      {"every 5m", "write 30s"},
      {"0 2 * * *", "write 30s"},
      {"hourly at 10", "'10' is no such time"},
      {"hourly at 06:10", "'06:10' is no such time"},
      {"hourly at :60", "':60' is no such time"},
      {"hourly at :5", "':5' is no such time"},
      {"hourly on monday", "'on' does not belong here"},
      {"daily at", "'at' needs a value"},
      {"daily at :30", "':30' is no such time"},
      {"daily at 24:00", "'24:00' is no such time"},
      {"daily at 12:60", "'12:60' is no such time"},
      {"daily at 006:30", "'006:30' is no such time"},
      {"daily at -1:30", "'-1:30' is no such time"},
      {"daily at 6:5", "'6:5' is no such time"},
      {"daily at 06:30:00", "'06:30:00' is no such time"},
      {"daily at 6.30", "'6.30' is no such time"},
      {"daily at 1350", "'1350' is no such time"},
      {"daily at noon", "'noon' is no such time"},
      {"daily at 06:30 at 07:30", "'at' does not belong here"},
      {"daily 06:30", "'06:30' needs a value"},
      {"daily on monday", "'on' does not belong here"},
      {"weekly on", "'on' needs a value"},
      {"weekly on mo", "'mo' is no day of the week"},
      {"weekly on mondya", "did you mean 'monday'?"},
      {"weekly on 1", "no day of the week"},
      {"weekly on monday on tuesday", "'on' does not belong here"},
      {"monthly on 0", "from 1 to 28, or 'last'"},
      {"monthly on 29", "from 1 to 28, or 'last'"},
      {"monthly on 31", "from 1 to 28, or 'last'"},
      {"monthly on first", "from 1 to 28, or 'last'"},
      {"monthly on 99999999999999", "from 1 to 28, or 'last'"},
      {"daily at 06:30 please", "'please' needs a value"},
      {"daily at 06:30 in Berlin", "'in' does not belong here"},
  };
  for (auto const& [text, says] : rows) {
    auto const read = Schedule::parse(text, "x");
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::invalid);
    EXPECT_NE(read.error().message.find(says), std::string::npos) << text << ": " << read.error().message;
    EXPECT_NE(read.error().message.find("'monthly on last'"), std::string::npos) << read.error().message;
  }
}

TEST(Schedule, AnIntervalCountsFromTheLastRun) {
  EXPECT_EQ(schedule("5m").next_after(utc("2026-03-29T00:58:00Z"), zone("Europe/Berlin")), utc("2026-03-29T01:03:00Z"));
}

TEST(Schedule, RunsOnTheWallClockThroughTheYear) {
  struct {
    char const* text;
    char const* zone;
    char const* from;
    Texts due;
  } const rows[] = {
      {"daily at 06:30",
       "Europe/Berlin",
       "2026-03-27T12:00Z",
       {"2026-03-28 06:30 +01:00", "2026-03-29 06:30 +02:00", "2026-03-30 06:30 +02:00"}},
      // Exactly when it is due, the next one is a day on; a moment before, it is now.
      {"daily at 06:30", "Europe/Berlin", "2026-01-01T05:30:00Z", {"2026-01-02 06:30 +01:00"}},
      {"daily at 06:30", "Europe/Berlin", "2026-01-01T05:29:59.999Z", {"2026-01-01 06:30 +01:00"}},
      // 02:30 does not exist on 29 March: the first instant after the gap.
      {"daily at 02:30", "Europe/Berlin", "2026-03-28T12:00Z", {"2026-03-29 03:00 +02:00", "2026-03-30 02:30 +02:00"}},
      // 02:30 occurs twice on 25 October: the first alone.
      {"daily at 02:30", "Europe/Berlin", "2026-10-24T12:00Z", {"2026-10-25 02:30 +02:00", "2026-10-26 02:30 +01:00"}},
      // Asked between the two, it is done for the day.
      {"daily at 02:30", "Europe/Berlin", "2026-10-25T01:00:00Z", {"2026-10-26 02:30 +01:00"}},
      {"daily at 01:45",
       "Australia/Lord_Howe",
       "2026-04-03T20:00Z",
       {"2026-04-05 01:45 +11:00", "2026-04-06 01:45 +10:30"}},
      {"daily at 02:15",
       "Australia/Lord_Howe",
       "2026-10-03T12:00Z",
       {"2026-10-04 02:30 +11:00", "2026-10-05 02:15 +11:00"}},
      // In Havana midnight itself is skipped and repeated.
      {"daily at 00:00", "America/Havana", "2023-03-11T12:00Z", {"2023-03-12 01:00 -04:00", "2023-03-13 00:00 -04:00"}},
      {"daily at 00:30", "America/Havana", "2023-11-04T12:00Z", {"2023-11-05 00:30 -04:00", "2023-11-06 00:30 -05:00"}},
      {"daily at 00:00", "Asia/Kathmandu", "2026-01-01T00:00Z", {"2026-01-02 00:00 +05:45"}},
      {"weekly on monday at 09:00",
       "America/New_York",
       "2026-03-02T20:00Z",
       {"2026-03-09 09:00 -04:00", "2026-03-16 09:00 -04:00"}},
      {"weekly on sunday at 02:30",
       "America/New_York",
       "2026-03-07T12:00Z",
       {"2026-03-08 03:00 -04:00", "2026-03-15 02:30 -04:00"}},
      {"weekly on sun at 01:30",
       "America/New_York",
       "2026-10-31T12:00Z",
       {"2026-11-01 01:30 -04:00", "2026-11-08 01:30 -05:00"}},
      // Whose clock counts: it is still Sunday in New York when UTC has Monday.
      {"weekly on sunday at 23:30", "America/New_York", "2026-01-04T12:00Z", {"2026-01-04 23:30 -05:00"}},
      {"monthly on 1 at 09:00",
       "Europe/Berlin",
       "2026-01-31T23:30Z",
       {"2026-02-01 09:00 +01:00", "2026-03-01 09:00 +01:00"}},
      {"monthly on last at 12:00",
       "UTC",
       "2024-01-15T00:00Z",
       {"2024-01-31 12:00 +00:00", "2024-02-29 12:00 +00:00", "2024-03-31 12:00 +00:00", "2024-04-30 12:00 +00:00"}},
      {"monthly on last at 12:00", "UTC", "2026-02-01T00:00Z", {"2026-02-28 12:00 +00:00"}},
      {"monthly on last at 12:00", "UTC", "2026-12-31T12:00Z", {"2027-01-31 12:00 +00:00"}},
      {"monthly on 28 at 00:00", "UTC", "2026-02-27T23:59Z", {"2026-02-28 00:00 +00:00", "2026-03-28 00:00 +00:00"}},
      {"daily at 23:59", "UTC", "2024-02-28T23:59Z", {"2024-02-29 23:59 +00:00", "2024-03-01 23:59 +00:00"}},
      {"daily at 12:00", "UTC", "1969-12-30T13:00Z", {"1969-12-31 12:00 +00:00", "1970-01-01 12:00 +00:00"}},
      // The day that Samoa left out: its run comes at the first instant of the next.
      {"daily at 06:30", "Pacific/Apia", "2011-12-29T20:00Z", {"2011-12-31 00:00 +14:00", "2011-12-31 06:30 +14:00"}},
  };
  for (auto const& row : rows) {
    EXPECT_EQ(runs(row.text, row.zone, row.from, int(row.due.size())), row.due)
        << row.text << ' ' << row.zone << " from " << row.from;
  }
}

TEST(Schedule, HourlyFollowsRealHoursThroughAFoldAndAGap) {
  EXPECT_EQ(runs("hourly at :10", "Europe/Berlin", "2026-10-24T23:30Z", 4),
            (Texts{"2026-10-25 02:10 +02:00", "2026-10-25 02:10 +01:00", "2026-10-25 03:10 +01:00",
                   "2026-10-25 04:10 +01:00"}));
  EXPECT_EQ(runs("hourly at :10", "Europe/Berlin", "2026-03-28T23:30Z", 3),
            (Texts{"2026-03-29 01:10 +01:00", "2026-03-29 03:10 +02:00", "2026-03-29 04:10 +02:00"}));
  EXPECT_EQ(runs("hourly at :10", "Asia/Kathmandu", "2026-01-01T00:00Z", 2),
            (Texts{"2026-01-01 06:10 +05:45", "2026-01-01 07:10 +05:45"}));
}

TEST(Schedule, HourlyIsBackAtItsMinuteAfterAnOffsetOfHalfAnHour) {
  for (auto const* const from : {"2026-04-04T10:00Z", "2026-10-03T10:00Z"}) {
    auto const here = zone("Australia/Lord_Howe");
    auto const plan = schedule("hourly at :10");
    auto at = plan.next_after(utc(from), here);
    int elsewhere = 0;
    for (int i = 0; i < 24; ++i) {
      auto const next = plan.next_after(at, here);
      EXPECT_GT(next, at);
      EXPECT_LE(next - at, 1h) << "an hour was left out at " << here.format(next);
      if (here.format(next).substr(14, 2) != "10") ++elsewhere;
      at = next;
    }
    EXPECT_LE(elsewhere, 1);
  }
}

TEST(Schedule, IsAlwaysLaterThanWhatItWasAskedFor) {
  for (auto const* const text : {"1s", "hourly", "hourly at :00", "daily", "daily at 00:00", "daily at 02:30", "weekly",
                                 "monthly", "monthly on last"}) {
    auto const plan = schedule(text);
    for (auto const* const name :
         {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "UTC"}) {
      auto const here = zone(name);
      for (auto at = utc("2026-01-01"); at < utc("2027-01-01"); at += 7h + 13min) {
        auto const due = plan.next_after(at, here);
        ASSERT_GT(due, at) << text << ' ' << name;
        ASSERT_LE(due - at, 32 * 24h) << text << ' ' << name;
        if (std::string_view(text) != "1s") {
          ASSERT_EQ(plan.next_after(due - 1ms, here), due)
              << text << ' ' << name << ": one due time, however it is asked for";
        }
      }
    }
  }
}

TEST(Schedule, WithoutAtIsMovedByAnOffsetThatHangsOnTheNameAlone) {
  auto const here = zone("Europe/Berlin");
  auto const at = utc("2026-06-15T10:00Z");
  for (auto const* const text : {"hourly", "daily", "weekly", "monthly"}) {
    EXPECT_EQ(schedule(text, "prices").next_after(at, here), schedule(text, "prices").next_after(at, here));
    std::set<TimePoint> due;
    for (int i = 0; i < 100; ++i) due.insert(schedule(text, "poller-" + std::to_string(i)).next_after(at, here));
    EXPECT_GT(due.size(), 90u) << text << " comes at once for a fleet";
    EXPECT_LT(*due.rbegin() - *due.begin(), 1h) << text;
  }
  // Pinned: another offset after an update would move every run of every user.
  EXPECT_EQ(here.format(schedule("daily", "prices").next_after(at, here)), "2026-06-16 00:53 +02:00");
}

}  // namespace
}  // namespace lapwing
