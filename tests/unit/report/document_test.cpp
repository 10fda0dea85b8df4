// SPDX-License-Identifier: Apache-2.0
#include "report/document.hpp"

#include "report/bars.hpp"
#include "report/cells.hpp"
#include "support/a_document.hpp"

#include <gmock/gmock.h>

#include <set>

namespace lapwing::report {
namespace {

Figure figure(std::optional<double> value, std::optional<double> previous, Unit unit = Unit::ratio) {
  auto out = test::a_figure("x", "X", "", unit, 0, previous, Standing::good);
  out.value = value;
  out.better = Better::higher;
  return out;
}

TEST(Document, AChangeHasAnArrowAndASize) {
  EXPECT_EQ(change_of(figure(0.7, 0.68)), "▲ 2pp");
  EXPECT_EQ(change_of(figure(0.68, 0.7)), "▼ 2pp");
  EXPECT_EQ(change_of(figure(0.7, 0.7 + 1e-12)), "=");
  EXPECT_EQ(change_of(figure(0.7, std::nullopt)), "");
  EXPECT_EQ(is_better(figure(0.7, 0.68)), true);
  EXPECT_EQ(is_better(figure(0.68, 0.7)), false);
  EXPECT_EQ(is_better(figure(0.7, 0.7)), std::nullopt);
}

TEST(Document, WhatIsNoNumberIsNotKnown) {
  double const nan = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
  for (auto const bad : {nan, infinite, -infinite}) {
    EXPECT_EQ(value_of(figure(bad, 0.7)), "n/a");
    EXPECT_EQ(previous_of(figure(0.7, bad)), "");
    EXPECT_EQ(change_of(figure(bad, 0.7)), "");
    EXPECT_EQ(change_of(figure(0.7, bad)), "");
    EXPECT_EQ(is_better(figure(0.7, bad)), std::nullopt);
  }
}

TEST(Document, TheValueBeforeReadsOtherwiseWhereItIsAnother) {
  EXPECT_EQ(previous_of(figure(0.9701, 0.9699)), "96.99%");
  EXPECT_EQ(previous_of(figure(0.97, 0.97)), "97%");
}

TEST(Document, PeriodsAreToldInTheZone) {
  auto document = test::a_document();
  EXPECT_EQ(period_of(document), "2026-11-16 09:00 +01:00 to 2026-11-23 09:00 +01:00");
  EXPECT_EQ(previous_period_of(document), "2026-11-09 09:00 +01:00 to 2026-11-16 09:00 +01:00");
  document.kind = Kind::status;
  document.previous = {};
  EXPECT_EQ(period_of(document), "2026-11-23 09:00 +01:00");
  EXPECT_EQ(previous_period_of(document), "");
}

TEST(Document, IconsDifferAndAreTwoCellsWide) {
  std::set<std::string_view> icons;
  for (auto const one : {Standing::good, Standing::unknown, Standing::watch, Standing::bad}) {
    icons.insert(icon_of(one));
    EXPECT_EQ(cells_of(icon_of(one)), 2u);
  }
  EXPECT_EQ(icons.size(), 4u);
}

TEST(Document, BarsAreAPointEachOrTheMeansOfSixteenParts) {
  auto one = figure(1, 1);
  one.points = test::over_the_week({1, 2, 3});
  EXPECT_EQ(bars_of(one), "▁▅█");
  one.points = test::a_wave(1000, 1, 0.5);
  EXPECT_EQ(cells_of(bars_of(one)), 16u);
  one.points = test::over_the_week({1, std::numeric_limits<double>::quiet_NaN()});
  EXPECT_EQ(bars_of(one), "");
}

}  // namespace
}  // namespace lapwing::report
