// SPDX-License-Identifier: Apache-2.0
#include "series/axis.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace lapwing::series {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Texts = std::vector<std::string>;

Texts values(double low, double high, Unit unit, std::size_t most = 4) {
  Texts out;
  for (auto const& tick : value_ticks(low, high, unit, most)) out.push_back(tick.text);
  return out;
}

Texts times(std::string_view from, std::string_view to, std::string_view zone = "UTC") {
  Texts out;
  for (auto const& tick : time_ticks(*parse_timestamp(from), *parse_timestamp(to), *Zone::find(zone), 4))
    out.push_back(tick.text);
  return out;
}

TEST(Axis, ValuesAreRoundInTheirUnit) {
  EXPECT_THAT(values(0.56, 0.74, Unit::ratio), ElementsAre("60%", "65%", "70%"));
  EXPECT_THAT(values(0, 1, Unit::ratio), ElementsAre("0%", "50%", "100%"));
  EXPECT_THAT(values(-0.03, 0.12, Unit::points), ElementsAre("0pp", "5pp", "10pp"));
  EXPECT_THAT(values(0, 100'000, Unit::duration), ElementsAre("0s", "12h", "24h"));
  EXPECT_THAT(values(0, 20, Unit::duration), ElementsAre("0s", "10s", "20s"));
  EXPECT_THAT(values(2.6e8, 6.4e8, Unit::bytes), ElementsAre("300 MB", "400 MB", "500 MB", "600 MB"));
  EXPECT_THAT(values(0.1, 0.31, Unit::number), ElementsAre("0.1", "0.2", "0.3"));
  EXPECT_THAT(values(-12, 31, Unit::number), ElementsAre("0", "20"));
}

TEST(Axis, ThereIsNoHalfOfAThing) {
  EXPECT_THAT(values(0, 1.2, Unit::count), ElementsAre("0", "1"));
  EXPECT_THAT(values(0.8, 2.1, Unit::runs), ElementsAre("1 run", "2 runs"));
}

TEST(Axis, NoTwoValuesReadTheSame) {
  EXPECT_THAT(values(1e6 + 0.001, 1e6 + 0.004, Unit::count), testing::SizeIs(testing::Le(1)));
  for (auto const unit : {Unit::ratio, Unit::duration, Unit::bytes, Unit::number}) {
    auto const texts = values(123456.001, 123456.002, unit);
    EXPECT_EQ(std::set(texts.begin(), texts.end()).size(), texts.size());
  }
}

TEST(Axis, OfSpansThatAreNoneThereAreNoTicks) {
  double const infinite = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  for (auto const& [low, high] : std::vector<std::pair<double, double>>{{1, 1},
                                                                        {2, 1},
                                                                        {nan, 1},
                                                                        {0, nan},
                                                                        {0, infinite},
                                                                        {-1.7e308, 1.7e308},
                                                                        {1e300, 1e300 * (1 + 1e-15)},
                                                                        {0, 5e-324}})
    EXPECT_THAT(value_ticks(low, high, Unit::number, 4), IsEmpty()) << low << " " << high;
  EXPECT_THAT(value_ticks(0, 1, Unit::number, 0), IsEmpty());
  EXPECT_THAT(times("2026-03-12", "2026-03-12"), IsEmpty());
  EXPECT_THAT(times("2026-03-13", "2026-03-12"), IsEmpty());
  EXPECT_THAT(times("0001-01-01", "9999-01-01"), IsEmpty());
}

TEST(Axis, AnySpanOfValuesHasAtMostSoManyAllWithinIt) {
  for (double size = 1e-280; size < 1e300; size *= 3.7) {
    for (auto const unit :
         {Unit::ratio, Unit::points, Unit::duration, Unit::bytes, Unit::count, Unit::number, Unit::runs}) {
      for (std::size_t const most : {1, 2, 4, 9}) {
        double const low = -size / 3;
        auto const ticks = value_ticks(low, size, unit, most);
        ASSERT_LE(ticks.size(), most) << size;
        ASSERT_GE(ticks.size(), 1u) << size;  // 0 is between the two
        for (auto const& tick : ticks) ASSERT_TRUE(tick.value >= low && tick.value <= size * (1 + 1e-12)) << size;
      }
    }
  }
}

TEST(Axis, ADateStandsWithTheFirstOfItsDay) {
  EXPECT_THAT(times("2026-03-12T13:10:00Z", "2026-03-12T16:20:00Z"), ElementsAre("12 Mar 14:00", "15:00", "16:00"));
  EXPECT_THAT(times("2026-03-12T20:00:00Z", "2026-03-13T08:00:00Z"),
              ElementsAre("12 Mar 21:00", "13 Mar", "03:00", "06:00"));
  EXPECT_THAT(times("2026-03-12T13:10:00Z", "2026-03-12T13:10:09Z"), ElementsAre("12 Mar 13:10:00", "13:10:05"));
}

TEST(Axis, LongerSpansAreToldByDaysMonthsAndYears) {
  EXPECT_THAT(times("2026-11-20", "2026-11-24"), ElementsAre("21 Nov", "23 Nov"));
  EXPECT_THAT(times("2026-11-20", "2026-12-09"), ElementsAre("23 Nov", "30 Nov", "7 Dec"));  // Mondays
  EXPECT_THAT(times("2025-11-20", "2026-11-21"), ElementsAre("Jan 2026", "Apr 2026", "Jul 2026", "Oct 2026"));
  EXPECT_THAT(times("2021-11-20", "2026-12-09"), ElementsAre("2022", "2024", "2026"));
  EXPECT_THAT(times("1701-11-20", "2026-12-09"), ElementsAre("1800", "1900", "2000"));
}

TEST(Axis, TimesAreRoundOnTheClockOfTheZone) {
  EXPECT_THAT(times("2026-03-12T10:00:00Z", "2026-03-12T13:00:00Z", "Asia/Kolkata"),
              ElementsAre("12 Mar 16:00", "17:00", "18:00"));
  // On 29 March 2026 02:00 becomes 03:00, on 25 October 03:00 becomes 02:00.
  EXPECT_THAT(times("2026-03-29T00:10:00Z", "2026-03-29T03:10:00Z", "Europe/Berlin"),
              ElementsAre("29 Mar 03:00", "04:00", "05:00"));
  EXPECT_THAT(times("2026-10-24T21:30:00Z", "2026-10-25T03:10:00Z", "Europe/Berlin"),
              ElementsAre("25 Oct", "02:00", "04:00"));
}

TEST(Axis, AnySpanOfTimeHasAtMostSoManyInOrderAndWithinIt) {
  auto const zone = *Zone::find("America/St_Johns");
  auto const from = *parse_timestamp("2026-02-27T05:06:07Z");
  for (double seconds = 1; seconds < 3e10; seconds *= 1.3) {
    auto const to = from + Duration{std::int64_t(seconds * 1000)};
    for (std::size_t const most : {1, 2, 4, 7}) {
      auto const ticks = time_ticks(from, to, zone, most);
      ASSERT_LE(ticks.size(), most) << seconds;
      for (std::size_t i = 0; i < ticks.size(); ++i) {
        ASSERT_TRUE(ticks[i].at >= from && ticks[i].at <= to) << seconds;
        ASSERT_TRUE(i == 0 || ticks[i - 1].at < ticks[i].at) << seconds;
      }
    }
  }
}

}  // namespace
}  // namespace lapwing::series
