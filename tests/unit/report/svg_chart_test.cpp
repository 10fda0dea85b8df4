// SPDX-License-Identifier: Apache-2.0
#include "report/svg_chart.hpp"

#include "support/a_document.hpp"

#include <gmock/gmock.h>

#include <regex>

namespace lapwing::report {
namespace {

using testing::HasSubstr;
using testing::Not;

auto const kFrom = test::kMonday - std::chrono::days{7};

std::string chart(std::vector<series::Point> points, Unit unit = Unit::ratio) {
  return svg_chart({"Accuracy · bitcoin", std::move(points), unit}, kFrom, test::kMonday, Zone::utc());
}

std::size_t count(std::string const& text, std::string_view what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(SvgChart, SaysInWordsWhatItShows) {
  auto const text = chart(test::over_the_week({0.712, 0.634, 0.75, 0.583}));
  EXPECT_THAT(text, HasSubstr("role=\"img\"><title>Accuracy · bitcoin</title><desc>4 points from "));
  EXPECT_THAT(text, HasSubstr("to 2026-11-23T08:00:00Z: first 71.2%, lowest 58.3%, highest 75%, last 58.3%.</desc>"));
}

TEST(SvgChart, HasAnAxisOfValuesAndOneOfTime) {
  auto const text = chart(test::over_the_week({0.712, 0.634, 0.75, 0.583}));
  EXPECT_THAT(text, HasSubstr(">60%</text>"));
  EXPECT_THAT(text, HasSubstr(">70%</text>"));
  EXPECT_THAT(text, HasSubstr(">17 Nov</text>"));
  EXPECT_THAT(text, HasSubstr(">23 Nov</text>"));
}

TEST(SvgChart, TheAxisOfTimeIsThePeriodThoughPointsBeginLate) {
  auto const late = std::vector<series::Point>{{test::kMonday - std::chrono::hours{2}, 1}, {test::kMonday, 2}};
  EXPECT_THAT(chart(late), HasSubstr(">17 Nov</text>"));
  auto const beyond = std::vector<series::Point>{{kFrom - std::chrono::days{60}, 1}, {test::kMonday, 2}};
  EXPECT_THAT(chart(beyond), HasSubstr("Oct"));
}

TEST(SvgChart, HasNoColourOfItsOwn) {
  for (auto const& text :
       {chart(test::a_wave(168, 1, 0.5)), svg_sparkline({"x", test::a_wave(168, 1, 0.5), Unit::number})}) {
    EXPECT_THAT(text, HasSubstr("stroke=\"currentColor\""));
    EXPECT_THAT(text, Not(HasSubstr("stroke=\"#")));
    EXPECT_THAT(text, Not(HasSubstr("fill=\"#")));
  }
}

TEST(SvgChart, WhereThereIsNothingToSeeIsNothing) {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  for (auto const& points :
       std::vector<std::vector<series::Point>>{{}, {{test::kMonday, 1}}, {{test::kMonday, nan}, {kFrom, 1}}}) {
    EXPECT_EQ(chart(points), "");
    EXPECT_EQ(svg_sparkline({"x", points, Unit::ratio}), "");
  }
}

TEST(SvgChart, AnyNumbersAreNumbersInIt) {
  double const infinite = std::numeric_limits<double>::infinity();
  std::vector<std::vector<double>> const runs{{1, 1, 1},          {0, 0},           {-1e300, 1e300},
                                              {1e-300, 2e-300},   {5e-324, 0},      {infinite, 1, 2, -infinite},
                                              {1e18, 1e18 + 1e3}, {-5, -5.0000001}, {1.7e308, 1, 2}};
  for (auto const& values : runs) {
    for (auto const unit : {Unit::ratio, Unit::duration, Unit::bytes, Unit::count, Unit::number}) {
      auto const text =
          chart(test::over_the_week(values), unit) + svg_sparkline({"x", test::over_the_week(values), unit});
      EXPECT_THAT(text, HasSubstr("<path class=\"curve\""));
      std::regex const place(R"x( (d|cx|cy|x|y|r)="([^"]*)")x"), good("[-MLZ0-9. ]+");
      for (std::sregex_iterator at(text.begin(), text.end(), place), end; at != end; ++at)
        EXPECT_TRUE(std::regex_match((*at)[2].str(), good)) << at->str();
    }
  }
}

TEST(SvgChart, AYearOfHoursIsNotAMegabyte) {
  auto const points = test::a_wave(8760, 1, 0.5);
  EXPECT_LT(chart(points).size(), 16'000u);
  EXPECT_LT(svg_sparkline({"x", points, Unit::ratio}).size(), 4'000u);
  EXPECT_EQ(count(chart(points), "<circle"), 1u);
  EXPECT_EQ(count(chart(test::over_the_week({1, 2, 3})), "<circle"), 4u) << "few points have a dot each";
}

TEST(SvgChart, ItsNameIsText) {
  EXPECT_THAT(svg_sparkline({"</title><script>", test::over_the_week({1, 2}), Unit::ratio}),
              HasSubstr("<title>&lt;/title&gt;&lt;script&gt;</title>"));
}

}  // namespace
}  // namespace lapwing::report
