// SPDX-License-Identifier: Apache-2.0
#include "core/zone.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace lapwing {
namespace {

Zone zone(char const* name) {
  auto found = Zone::find(name);
  if (!found) throw std::runtime_error(found.error().message);
  return *found;
}

TimePoint utc(char const* text) { return parse_timestamp(text).value(); }

/// A wall-clock time, written like an instant.
LocalTime wall(char const* text) { return LocalTime{utc(text).time_since_epoch()}; }

TEST(ZoneFind, KnowsIanaNames) {
  for (auto const* const name : {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
                                 "Etc/UTC", "UTC", "America/Argentina/Buenos_Aires", "US/Eastern"}) {
    auto const found = Zone::find(name);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->name(), name);
  }
  EXPECT_EQ(Zone::utc().format(utc("2026-01-01T12:34:56Z")), "2026-01-01 12:34 +00:00");
}

TEST(ZoneFind, SuggestsTheZoneThatWasMeant) {
  struct {
    std::string_view wrote;
    std::string_view meant;
  } const rows[] = {
      {"europe/berlin", "Europe/Berlin"},
      {"Europe/Berln", "Europe/Berlin"},
      {"Europe/Berlin ", "Europe/Berlin"},
      {"Berlin", "Europe/Berlin"},
      {"New York", "America/New_York"},
      {"new_york", "America/New_York"},
      {"utc", "UTC"},
      {"Mars/Olympus_Mons", ""},
      {"", ""},
      {"/etc/passwd", ""},
      {"../../etc/passwd", ""},
      {"zone.tab", ""},
      {"Europe", ""},
  };
  for (auto const& [wrote, meant] : rows) {
    auto const found = Zone::find(wrote);
    ASSERT_FALSE(found) << wrote;
    EXPECT_EQ(found.error().kind, ErrorKind::not_found);
    auto const expected = meant.empty() ? std::string() : "; did you mean '" + std::string(meant) + "'?";
    EXPECT_EQ(found.error().message, "there is no time zone '" + std::string(wrote) + "'" + expected);
  }
}

TEST(ZoneFind, RefusesHostileNamesWithoutShowingThemRaw) {
  for (std::string const& name : {std::string(100'000, 'A'), std::string("Europe/Berlin\0", 14),
                                  std::string("a\nb\x1b[31m"), std::string("\xFF\xFE")}) {
    auto const found = Zone::find(name);
    ASSERT_FALSE(found);
    EXPECT_LT(found.error().message.size(), 1000u);
    EXPECT_EQ(found.error().message.find_first_of(std::string("\0\n\x1b\xFF", 4)), std::string::npos);
  }
}

TEST(ZoneSystem, FollowsTheVariableTz) {
  char const* const before = std::getenv("TZ");
  std::string const kept = before == nullptr ? "" : before;
  ::setenv("TZ", "Australia/Lord_Howe", 1);
  EXPECT_EQ(Zone::system().name(), "Australia/Lord_Howe");
  ::setenv("TZ", ":Asia/Tokyo", 1);
  EXPECT_EQ(Zone::system().name(), "Asia/Tokyo");
  ::setenv("TZ", "no such zone", 1);
  EXPECT_FALSE(Zone::system().name().empty());
  ::unsetenv("TZ");
  EXPECT_FALSE(Zone::system().name().empty());
  if (before != nullptr) ::setenv("TZ", kept.c_str(), 1);
}

TEST(Zone, TurnsWallClockTimesIntoInstants) {
  struct {
    char const* zone;
    char const* local;
    char const* instant;
  } const rows[] = {
      {"Europe/Berlin", "2026-01-15T12:00", "2026-01-15T11:00:00Z"},
      {"Europe/Berlin", "2026-07-15T12:00", "2026-07-15T10:00:00Z"},
      // The gap of 29 March 2026: 02:00 to 03:00 does not exist and becomes the instant after it.
      {"Europe/Berlin", "2026-03-29T01:59:59.999", "2026-03-29T00:59:59.999Z"},
      {"Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00:00Z"},
      {"Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00:00Z"},
      {"Europe/Berlin", "2026-03-29T02:59:59.999", "2026-03-29T01:00:00Z"},
      {"Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00Z"},
      {"Europe/Berlin", "2026-03-29T03:01", "2026-03-29T01:01:00Z"},
      // The fold of 25 October 2026: 02:00 to 03:00 occurs twice; the first counts.
      {"Europe/Berlin", "2026-10-25T01:59", "2026-10-24T23:59:00Z"},
      {"Europe/Berlin", "2026-10-25T02:00", "2026-10-25T00:00:00Z"},
      {"Europe/Berlin", "2026-10-25T02:59:59.999", "2026-10-25T00:59:59.999Z"},
      {"Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00:00Z"},
      {"America/New_York", "2026-03-08T02:30", "2026-03-08T07:00:00Z"},
      {"America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z"},
      {"America/New_York", "2026-11-01T02:00", "2026-11-01T07:00:00Z"},
      // Lord Howe moves by half an hour.
      {"Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30:00Z"},
      {"Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-03T15:30:00Z"},
      {"Australia/Lord_Howe", "2026-04-05T01:29", "2026-04-04T14:29:00Z"},
      {"Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z"},
      {"Australia/Lord_Howe", "2026-04-05T02:00", "2026-04-04T15:30:00Z"},
      {"Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15:00Z"},
      {"Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00:00Z"},  // a day that was skipped
  };
  for (auto const& row : rows) {
    EXPECT_EQ(format_utc(zone(row.zone).to_instant(wall(row.local))), row.instant) << row.local << ' ' << row.zone;
  }
}

TEST(Zone, TurnsEveryInstantIntoAWallClockTimeAndBack) {
  for (auto const* const name : {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"}) {
    auto const here = zone(name);
    int twice = 0;
    for (auto at = utc("2026-01-01"); at < utc("2027-01-01"); at += std::chrono::minutes{15}) {
      auto const back = here.to_instant(here.to_local(at));
      ASSERT_LE(back, at) << name << ' ' << format_utc(at);
      if (back != at) ++twice;  // the second pass of a fold reads as the first
    }
    EXPECT_EQ(twice, std::string(name) == "UTC" ? 0 : std::string(name) == "Australia/Lord_Howe" ? 2 : 4) << name;
  }
}

TEST(Zone, ShowsTheWallClockWithItsOffset) {
  struct {
    char const* zone;
    char const* instant;
    char const* text;
  } const rows[] = {
      {"Europe/Berlin", "2026-11-23T17:34:59.999Z", "2026-11-23 18:34 +01:00"},
      {"Europe/Berlin", "2026-07-31T22:30:00Z", "2026-08-01 00:30 +02:00"},
      {"Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25 02:30 +02:00"},
      {"Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25 02:30 +01:00"},
      {"America/New_York", "2026-01-01T00:00:00Z", "2025-12-31 19:00 -05:00"},
      {"America/St_Johns", "2026-01-01T00:00:00Z", "2025-12-31 20:30 -03:30"},
      {"Australia/Lord_Howe", "2026-06-01T00:00:00Z", "2026-06-01 10:30 +10:30"},
      {"Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01 05:45 +05:45"},
      {"UTC", "1969-12-31T23:59:59Z", "1969-12-31 23:59 +00:00"},
  };
  for (auto const& row : rows) EXPECT_EQ(zone(row.zone).format(utc(row.instant)), row.text);
}

TEST(NextTransition, IsTheNextChangeOfTheOffset) {
  struct {
    char const* zone;
    char const* from;
    char const* next;
  } const rows[] = {
      {"Europe/Berlin", "2026-01-01", "2026-03-29T01:00:00Z"},
      {"Europe/Berlin", "2026-03-29T00:59:59.999Z", "2026-03-29T01:00:00Z"},
      {"Europe/Berlin", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"},
      {"Europe/Berlin", "2026-10-25T01:00:00Z", "2027-03-28T01:00:00Z"},
      {"America/New_York", "2026-06-01", "2026-11-01T06:00:00Z"},
      {"Australia/Lord_Howe", "2026-01-01", "2026-04-04T15:00:00Z"},
      {"Australia/Lord_Howe", "2026-06-01", "2026-10-03T15:30:00Z"},
      // On 14 August 1945 the name changed from EWT to EPT, the offset only on 30 September.
      {"America/New_York", "1945-08-01", "1945-09-30T06:00:00Z"},
      {"UTC", "2026-01-01", ""},
      {"Asia/Kathmandu", "2026-01-01", ""},
  };
  for (auto const& row : rows) {
    auto const next = zone(row.zone).next_transition(utc(row.from));
    EXPECT_EQ(next ? format_utc(*next) : "", row.next) << row.zone << " from " << row.from;
  }
}

}  // namespace
}  // namespace lapwing
