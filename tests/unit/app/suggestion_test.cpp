// SPDX-License-Identifier: Apache-2.0
#include "app/suggestion.hpp"

#include "support/timeline.hpp"

#include <gmock/gmock.h>

namespace lapwing::app {
namespace {

using test::a_rule;
using test::hour;
using testing::HasSubstr;
using testing::SizeIs;

/// 101 values from 60% to 70%, one an hour, each 37 places from the one before.
Past spread() {
  Past past;
  for (int i = 0; i <= 100; ++i)
    past.samples.add({"model.accuracy", {{"model", "btc"}}, 0.60 + 0.001 * (i * 37 % 101), hour(i), {}});
  return past;
}

TEST(Suggestion, BelowTakesTheLowPercentilesAndSaysHowOftenEachWouldHaveFired) {
  auto const found = suggest(a_rule().below().warning(0.5), {}, spread(), hour(200));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->values, 101u);
  EXPECT_EQ(found->first, hour(0));
  EXPECT_EQ(found->last, hour(100));
  ASSERT_THAT(found->list, SizeIs(3));
  EXPECT_EQ(found->list[0].threshold, "60.1%");
  EXPECT_EQ(found->list[1].threshold, "60.5%");
  EXPECT_EQ(found->list[2].threshold, "61%");
  EXPECT_EQ(found->list[0].tally.incidents.size(), 1u);
  EXPECT_EQ(found->list[1].tally.incidents.size(), 5u);
  EXPECT_EQ(found->list[2].tally.incidents.size(), 10u);
}

TEST(Suggestion, AboveTakesTheHighOnesAndOutsideBoth) {
  auto const above = suggest(a_rule().above().warning(0.9), {}, spread(), hour(200));
  EXPECT_EQ(above->list[0].threshold, "69.9%");
  EXPECT_EQ(above->list[0].tally.incidents.size(), 1u);
  auto const outside = suggest(a_rule().outside().bound(Level::warning, 0, 1), {}, spread(), hour(200));
  EXPECT_EQ(outside->list[1].threshold, "60.5%..69.5%");
  EXPECT_EQ(outside->list[1].tally.incidents.size(), 10u);
}

TEST(Suggestion, ForStaysAsItIs) {
  auto const found = suggest(a_rule().below().warning(0.5).runs(2), {}, spread(), hour(200));
  EXPECT_EQ(found->list[2].tally.incidents.size(), 0u) << "no two in a row are that low";
}

TEST(Suggestion, WithoutValuesOrWithoutMoreAndLessThereIsNone) {
  auto const none = suggest(a_rule().below().warning(0.5), {}, {}, hour(200));
  EXPECT_EQ(none.error().kind, ErrorKind::not_found);
  EXPECT_THAT(none.error().message, HasSubstr("model.accuracy"));
  EXPECT_EQ(suggest(a_rule().equals().warning(0.5), {}, spread(), hour(200)).error().kind, ErrorKind::invalid);
}

TEST(Suggestion, WhatIsWrittenIsReadBackAsTheSameAmount) {
  struct Case {
    double value;
    Unit unit;
    std::string_view text;
  };
  for (auto const& [value, unit, text] :
       {Case{0.65, Unit::ratio, "65%"}, Case{-0.012, Unit::points, "-1.2pp"}, Case{93'600, Unit::duration, "26h"},
        Case{90, Unit::duration, "90s"}, Case{1.2e9, Unit::bytes, "1200MB"}, Case{5, Unit::runs, "5 runs"},
        Case{12'345, Unit::count, "12345"}, Case{0.0000012, Unit::number, "0.00000120"}, Case{0, Unit::bytes, "0B"}}) {
    EXPECT_EQ(as_written(value, unit), text);
    auto const parsed = parse_quantity(as_written(value, unit));
    ASSERT_TRUE(parsed) << text;
    EXPECT_DOUBLE_EQ(as(*parsed, unit).value(), value);
  }
}

}  // namespace
}  // namespace lapwing::app
