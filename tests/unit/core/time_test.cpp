// SPDX-License-Identifier: Apache-2.0
#include "core/time.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace lapwing {
namespace {

using namespace std::chrono_literals;

struct Row {
  char const* text;
  char const* instant;  // as format_utc writes it; "" where it is refused
};

void expect_all(std::initializer_list<Row> rows) {
  for (auto const& [text, instant] : rows) {
    auto const at = parse_timestamp(text);
    EXPECT_EQ(at ? format_utc(*at) : "", instant) << "from \"" << text << '"';
  }
}

TEST(ParseTimestamp, ReadsEveryDialectThatIsMet) {
  expect_all({
      {"2025-12-06T11:32:42.900274Z", "2025-12-06T11:32:42.900Z"},     // Python, UTC
      {"2021-02-18T15:02:05.000+08:00", "2021-02-18T07:02:05Z"},       // Java
      {"2026-03-01T16:16:39.398370", "2026-03-01T16:16:39.398Z"},      // Python's isoformat: no zone
      {"2025-12-06 07:55:32.1", "2025-12-06T07:55:32.100Z"},           // pandas
      {"2025-12-06 07:55:32.1+00:00", "2025-12-06T07:55:32.100Z"},     // str() of an aware datetime
      {"2025-12-06", "2025-12-06T00:00:00Z"},                          //
      {"20251213T110000Z", "2025-12-13T11:00:00Z"},                    // ISO 8601 basic
      {"20251213", "2025-12-13T00:00:00Z"},                            //
      {"20251213T1100", "2025-12-13T11:00:00Z"},                       //
      {"20251213T110000.25+0130", "2025-12-13T09:30:00.250Z"},         //
      {"2025-12-06T11:32Z", "2025-12-06T11:32:00Z"},                   // without seconds
      {"2025-12-06t11:32:42z", "2025-12-06T11:32:42Z"},                // RFC 3339 allows small letters
      {"2025-12-06T11:32:42,5Z", "2025-12-06T11:32:42.500Z"},          // Python's logging
      {"2024-05-01T04:11:23.123456789Z", "2024-05-01T04:11:23.123Z"},  // Go
      {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},        // before the epoch
      {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},                // Go's zero time
      {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
  });
}

TEST(ParseTimestamp, CutsFractionsOfAnyLengthToMilliseconds) {
  expect_all({
      {"2026-01-01T00:00:00.1Z", "2026-01-01T00:00:00.100Z"},
      {"2026-01-01T00:00:00.12Z", "2026-01-01T00:00:00.120Z"},
      {"2026-01-01T00:00:00.123Z", "2026-01-01T00:00:00.123Z"},
      {"2026-01-01T00:00:00.1239Z", "2026-01-01T00:00:00.123Z"},
      {"2026-01-01T00:00:00.99999Z", "2026-01-01T00:00:00.999Z"},
      {"2026-01-01T00:00:00.000001Z", "2026-01-01T00:00:00Z"},
      {"2026-01-01T00:00:00.0012345Z", "2026-01-01T00:00:00.001Z"},
      {"2026-01-01T00:00:00.00999999Z", "2026-01-01T00:00:00.009Z"},
      {"2026-01-01T00:00:00.123456789Z", "2026-01-01T00:00:00.123Z"},
      {"2026-01-01T00:00:00.99999999999999999999999999999999999999999999Z", "2026-01-01T00:00:00.999Z"},
      {"2026-01-01T00:00:00.Z", ""},
      {"2026-01-01T00:00:00.", ""},
      {"2026-01-01T00:00:00.1.2Z", ""},
  });
}

TEST(ParseTimestamp, SubtractsTheOffset) {
  expect_all({
      {"2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"},
      {"2026-01-01T00:30:00+0100", "2025-12-31T23:30:00Z"},
      {"2026-01-01T00:30:00+01", "2025-12-31T23:30:00Z"},
      {"2025-12-31T23:30:00-01:30", "2026-01-01T01:00:00Z"},
      {"2026-01-01T05:45:00+05:45", "2026-01-01T00:00:00Z"},
      {"2026-01-01T00:00:00-00:00", "2026-01-01T00:00:00Z"},
      {"2026-01-01T23:59:00+23:59", "2026-01-01T00:00:00Z"},
      {"2026-01-01T00:00:00+24:00", ""},
      {"2026-01-01T00:00:00+01:60", ""},
      {"2026-01-01T00:00:00+1", ""},
      {"2026-01-01T00:00:00+01:", ""},
      {"2026-01-01T00:00:00+01:0", ""},
      {"2026-01-01T00:00:00Z+01:00", ""},
      {"2026-01-01T00:00:00 CET", ""},
      {"2026-01-01T00:00:00+-1:00", ""},
  });
}

TEST(ParseTimestamp, CountsALeapSecondAsTheNextMinute) {
  expect_all({
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
      {"2017-01-01T00:59:60.500+01:00", "2017-01-01T00:00:00.500Z"},
      {"2016-12-31T23:59:61Z", ""},
  });
}

TEST(ParseTimestamp, RefusesDatesAndTimesThatDoNotExist) {
  expect_all({
      {"2024-02-29", "2024-02-29T00:00:00Z"},
      {"2000-02-29", "2000-02-29T00:00:00Z"},
      {"2023-02-29", ""},
      {"1900-02-29", ""},
      {"2026-02-30", ""},
      {"2026-04-31", ""},
      {"2026-13-01", ""},
      {"2026-00-10", ""},
      {"2026-01-00", ""},
      {"2026-01-01T24:00:00Z", ""},
      {"2026-01-01T12:60:00Z", ""},
      {"20260229", ""},
  });
}

TEST(ParseTimestamp, RefusesEverythingElse) {
  expect_all({
      {"", ""},
      {" ", ""},
      {"2026", ""},
      {"2026-1-1", ""},
      {"26-01-01", ""},
      {"2026-01-01T", ""},
      {"2026-01-01T1:00", ""},
      {"2026-01-01T10", ""},
      {"2026-01-01T10:00:0", ""},
      {"2026-01-01T10:00:", ""},
      {"2026-01-01Z", ""},
      {"2026-01-01 ", ""},
      {" 2026-01-01", ""},
      {"2026-01-01T10:00:00Zx", ""},
      {"2026-01-01  10:00", ""},
      {"2026/01/01", ""},
      {"01.02.2026", ""},
      {"12/31/2025", ""},
      {"202601", ""},
      {"202601-01", ""},
      {"2026-0101", ""},
      {"-2026-01-01", ""},
      {"+2026-01-01", ""},
      {"12026-01-01", ""},
      {"1764000000", ""},
      {"1764000000.5", ""},
      {"NaT", ""},
      {"null", ""},
      {"２０２６-01-01", ""},
  });
  EXPECT_FALSE(parse_timestamp(std::string_view("2026-01-01\0", 11)));
}

TEST(FormatUtc, IsReadBackAsTheSameInstant) {
  for (std::int64_t const millis :
       {0LL, 1LL, -1LL, -86'400'001LL, 1'764'000'000'123LL, 253'402'300'799'999LL, -62'135'596'800'000LL}) {
    auto const at = from_millis(millis);
    auto const back = parse_timestamp(format_utc(at));
    ASSERT_TRUE(back) << format_utc(at);
    EXPECT_EQ(to_millis(*back), millis);
  }
}

TEST(FormatUtc, ShowsMillisecondsOnlyWhereThereAreSome) {
  EXPECT_EQ(format_utc(from_millis(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_utc(from_millis(7)), "1970-01-01T00:00:00.007Z");
  EXPECT_EQ(format_utc(from_millis(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(FormatDuration, TakesAtMostTwoUnitsAndCutsTheRest) {
  struct {
    Duration length;
    char const* text;
  } const rows[] = {
      {0ms, "0s"},
      {1ms, "1ms"},
      {850ms, "850ms"},
      {999ms, "999ms"},
      {1s, "1s"},
      {1050ms, "1s"},
      {1500ms, "1.5s"},
      {2499ms, "2.4s"},
      {9999ms, "9.9s"},
      {10900ms, "10s"},
      {45s, "45s"},
      {59999ms, "59s"},
      {60s, "1m"},
      {12min + 30s, "12m 30s"},
      {59min + 59s, "59m 59s"},
      {1h, "1h"},
      {1h + 59s, "1h"},
      {26h, "26h"},
      {47h + 59min, "47h 59m"},
      {48h, "2d"},
      {76h, "3d 4h"},
      {14 * 24h - 1s, "13d 23h"},
      {14 * 24h + 5h, "14d"},
      {343 * 24h, "343d"},
      {-90s, "-1m 30s"},
      {-1500ms, "-1.5s"},
      {Duration::max(), "106751991167d"},
      {Duration::min(), "-"},
  };
  for (auto const& [length, text] : rows) EXPECT_EQ(format_duration(length), text) << length.count() << " ms";
}

}  // namespace
}  // namespace lapwing
