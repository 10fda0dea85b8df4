// SPDX-License-Identifier: Apache-2.0
#include "alert/quiet_hours.hpp"

#include <gtest/gtest.h>

namespace lapwing::alert {
namespace {

using namespace std::chrono_literals;

TimePoint at(std::string_view text) { return *parse_timestamp(text); }

QuietHours quiet(Duration from, Duration to) {
  QuietHours hours;
  hours.from = from;
  hours.to = to;
  hours.muted = {false, true, true, false};
  return hours;
}

/// Nights from 22:00 to 07:00.
QuietHours nights() { return quiet(22h, 7h); }

std::string until(std::vector<QuietHours> const& hours, std::string_view now, char const* zone = "Etc/UTC",
                  Level level = Level::warning) {
  auto const end = quiet_until(hours, level, at(now), *Zone::find(zone));
  return end ? format_utc(*end) : "not quiet";
}

TEST(QuietHours, ANightReachesIntoTheNextMorning) {
  EXPECT_EQ(until({nights()}, "2026-03-02T21:59:59Z"), "not quiet");
  EXPECT_EQ(until({nights()}, "2026-03-02T22:00:00Z"), "2026-03-03T07:00:00Z");
  EXPECT_EQ(until({nights()}, "2026-03-03T06:59:59Z"), "2026-03-03T07:00:00Z");
  EXPECT_EQ(until({nights()}, "2026-03-03T07:00:00Z"), "not quiet");
}

TEST(QuietHours, OnlyTheLevelsThatAreNamedAreMuted) {
  EXPECT_EQ(until({nights()}, "2026-03-02T23:00:00Z", "Etc/UTC", Level::info), "2026-03-03T07:00:00Z");
  EXPECT_EQ(until({nights()}, "2026-03-02T23:00:00Z", "Etc/UTC", Level::critical), "not quiet");
}

TEST(QuietHours, ANightBelongsToTheDayOnWhichItBegins) {
  auto workdays = nights();
  workdays.days = {false, true, true, true, true, true, false};  // Monday to Friday; 2026-03-06 is a Friday
  EXPECT_EQ(until({workdays}, "2026-03-06T23:00:00Z"), "2026-03-07T07:00:00Z");
  EXPECT_EQ(until({workdays}, "2026-03-07T03:00:00Z"), "2026-03-07T07:00:00Z") << "Friday's night on Saturday";
  EXPECT_EQ(until({workdays}, "2026-03-07T23:00:00Z"), "not quiet");
  EXPECT_EQ(until({workdays}, "2026-03-09T03:00:00Z"), "not quiet") << "Sunday's night on Monday";
}

TEST(QuietHours, EntriesThatTouchAreOneStretch) {
  auto weekend = quiet(0h, 0h);  // a whole day
  weekend.days = {true, false, false, false, false, false, true};
  EXPECT_EQ(until({nights(), weekend}, "2026-03-06T23:00:00Z"), "2026-03-09T07:00:00Z") << "Friday night to Monday";
}

TEST(QuietHours, WithoutAnyNothingIsQuiet) { EXPECT_EQ(until({}, "2026-03-02T23:00:00Z"), "not quiet"); }

struct DstDay {
  char const* zone;
  char const* inside;  ///< an instant of that night
  char const* end;     ///< when 07:00 on the wall is
  int hours;           ///< how long the night from 22:00 is
};

TEST(QuietHours, ANightWithAChangeOfTheClocksEndsByTheClockOnTheWall) {
  for (auto const& day : {
           DstDay{"Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T05:00:00Z", 8},
           DstDay{"Europe/Berlin", "2026-10-24T23:00:00Z", "2026-10-25T06:00:00Z", 10},
           DstDay{"America/New_York", "2026-03-08T06:30:00Z", "2026-03-08T11:00:00Z", 8},
           DstDay{"America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T12:00:00Z", 10},
       }) {
    EXPECT_EQ(until({nights()}, day.inside, day.zone), day.end) << day.zone;
    auto const begin = at(day.end) - std::chrono::hours{day.hours};
    EXPECT_EQ(until({nights()}, format_utc(begin), day.zone), day.end) << day.zone << " begins";
    EXPECT_EQ(until({nights()}, format_utc(begin - 1s), day.zone), "not quiet") << day.zone;
    EXPECT_EQ(until({nights()}, day.end, day.zone), "not quiet") << day.zone;
  }
  // Lord Howe moves by half an hour.
  EXPECT_EQ(until({nights()}, "2026-10-03T12:00:00Z", "Australia/Lord_Howe"), "2026-10-03T20:00:00Z");
  EXPECT_EQ(until({nights()}, "2026-04-04T12:00:00Z", "Australia/Lord_Howe"), "2026-04-04T20:30:00Z");
}

TEST(QuietHours, ATimeThatIsSkippedIsTheNextThatExistsAndOneThatOccursTwiceTheFirst) {
  // Berlin: 02:00 to 03:00 does not exist on 29 March, and is there twice on 25 October.
  EXPECT_EQ(until({quiet(2h + 30min, 6h)}, "2026-03-29T01:00:00Z", "Europe/Berlin"), "2026-03-29T04:00:00Z");
  EXPECT_EQ(until({quiet(2h + 30min, 6h)}, "2026-03-29T00:59:59Z", "Europe/Berlin"), "not quiet");
  EXPECT_EQ(until({quiet(1h, 2h + 30min)}, "2026-10-25T00:00:00Z", "Europe/Berlin"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(until({quiet(1h, 2h + 30min)}, "2026-10-25T00:45:00Z", "Europe/Berlin"), "not quiet");
}

TEST(QuietHours, AWeekOfThemComesToAnEnd) {
  EXPECT_NE(until({quiet(0h, 0h)}, "2026-03-02T12:00:00Z"), "not quiet") << "always, a step at a time";
}

}  // namespace
}  // namespace lapwing::alert
