// SPDX-License-Identifier: Apache-2.0
#include "notify/chart.hpp"

#include "notify/notification.hpp"
#include "unit/notify/items.hpp"

#include <cairo/cairo.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace lapwing::notify {
namespace {

using namespace std::chrono_literals;
using test::at;

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Chart a_chart(std::vector<double> const& values = {0.71, 0.70, 0.72, 0.69, 0.66, 0.58}) {
  Chart chart;
  chart.title = "model-accuracy · bitcoin";
  chart.trend.unit = Unit::ratio;
  for (auto const value : values)
    chart.trend.points.push_back({at("2026-11-20") + chart.trend.points.size() * 24h, value});
  chart.trend.thresholds = {{Level::warning, 0.65}, {Level::critical, 0.60}};
  chart.since = chart.trend.points.back().at;
  return chart;
}

/// A PNG read back, by pixel.
class Picture {
 public:
  explicit Picture(std::string const& png) : rest_(png) {
    auto* const surface = cairo_image_surface_create_from_png_stream(read, this);
    width_ = cairo_image_surface_get_width(surface);
    height_ = cairo_image_surface_get_height(surface);
    for (int y = 0; y < height_; ++y) {
      auto const* const row = cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface);
      for (int x = 0; x < width_; ++x) {
        std::uint32_t pixel = 0;
        std::memcpy(&pixel, row + 4 * x, 4);
        pixels_.push_back(pixel & 0xFFFFFF);
      }
    }
    cairo_surface_destroy(surface);
  }

  int width() const { return width_; }
  int height() const { return height_; }
  std::uint32_t operator()(int x, int y) const { return pixels_.at(std::size_t(y * width_ + x)); }
  std::ptrdiff_t count(std::uint32_t rgb) const { return std::ranges::count(pixels_, rgb); }
  /// All of it from a row on.
  std::vector<std::uint32_t> from_row(int y) const { return {pixels_.begin() + y * width_, pixels_.end()}; }
  /// The first and the last row with the colour.
  std::pair<int, int> rows(std::uint32_t rgb) const {
    auto const first = std::ranges::find(pixels_, rgb) - pixels_.begin();
    auto const last = pixels_.rend() - std::find(pixels_.rbegin(), pixels_.rend(), rgb);
    return {int(first) / width_, int(last) / width_};
  }

 private:
  static cairo_status_t read(void* self, unsigned char* data, unsigned length) {
    auto& rest = static_cast<Picture*>(self)->rest_;
    if (rest.size() < length) return CAIRO_STATUS_READ_ERROR;
    std::memcpy(data, rest.data(), length);
    rest.remove_prefix(length);
    return CAIRO_STATUS_SUCCESS;
  }

  std::string_view rest_;
  int width_ = 0;
  int height_ = 0;
  std::vector<std::uint32_t> pixels_;
};

constexpr std::uint32_t kGround = 0x1B1D22, kLine = 0xC9D3E0;
constexpr int kPlotTop = 140, kPlotBottom = 544;  // in pixels

TEST(Chart, IsAPngTwiceAsLargeAsAMessageShowsIt) {
  auto const png = draw_png(a_chart());
  ASSERT_TRUE(png.starts_with("\x89PNG\r\n\x1a\n"));
  Picture const picture(png);
  EXPECT_EQ(picture.width(), 1600);
  EXPECT_EQ(picture.height(), 640);
  EXPECT_GT(picture.count(kLine), 500);
}

// Compared by EXPECT_TRUE: nobody wants to read two pictures as text.
TEST(Chart, IsTheSameForTheSame) { EXPECT_TRUE(draw_png(a_chart()) == draw_png(a_chart())); }

TEST(Chart, BelowThreePointsThereIsNone) {
  EXPECT_EQ(draw_png(a_chart({0.5})), "");
  EXPECT_EQ(draw_png(a_chart({0.5, 0.6})), "");
  EXPECT_FALSE(draw_png(a_chart({0.5, 0.6, 0.7})).empty());
  Chart nothing;
  EXPECT_EQ(draw_png(nothing), "");
}

TEST(Chart, WhatIsNoNumberIsNoPoint) {
  EXPECT_EQ(draw_png(a_chart({0.5, kNan, 0.6, kInfinite, -kInfinite})), "");
  auto sound = a_chart({0.7, 0.6, 0.5});
  auto holes = sound;
  holes.trend.points.insert(holes.trend.points.begin() + 1,
                            {{holes.trend.points[0].at + 1h, kNan}, {holes.trend.points[0].at + 2h, kInfinite}});
  EXPECT_TRUE(draw_png(holes) == draw_png(sound));
}

TEST(Chart, PointsOfOneInstantOrOfNoTimeAreNone) {
  auto chart = a_chart();
  for (auto& point : chart.trend.points) point.at = chart.since;
  EXPECT_EQ(draw_png(chart), "");
  chart = a_chart({0.5, 0.6, 0.7});
  chart.trend.points[0].at = TimePoint::min();
  EXPECT_EQ(draw_png(chart), "");
  chart.trend.points[0].at = TimePoint::max();
  EXPECT_EQ(draw_png(chart), "");
}

TEST(Chart, TheOrderOfThePointsIsThatOfTime) {
  auto turned = a_chart();
  std::ranges::reverse(turned.trend.points);
  EXPECT_TRUE(draw_png(turned) == draw_png(a_chart()));
}

TEST(Chart, EachThresholdHasItsLevelsColour) {
  auto chart = a_chart();
  chart.level = Level::info;
  chart.trend.thresholds.clear();
  Picture const without(draw_png(chart));
  EXPECT_EQ(without.count(colour(Level::warning)), 0);
  EXPECT_EQ(without.count(colour(Level::critical)), 0);
  chart.trend.thresholds = {{Level::critical, 0.60}, {Level::warning, 0.65}};
  Picture const with(draw_png(chart));
  EXPECT_GT(with.count(colour(Level::warning)), 100);
  EXPECT_GT(with.count(colour(Level::critical)), 100);
  EXPECT_LT(with.rows(colour(Level::warning)).first, with.rows(colour(Level::critical)).first) << "65% is above 60%";
}

TEST(Chart, TheBadPartAloneIsShaded) {
  auto chart = a_chart();
  chart.since = chart.trend.points[3].at;
  Picture const picture(draw_png(chart));
  auto const shade = picture(1300, kPlotTop + 4);  // between the points, at the upper edge
  EXPECT_NE(shade, kGround);
  EXPECT_EQ(picture(400, kPlotTop + 4), kGround);
  chart.until = chart.trend.points[4].at;
  Picture const over(draw_png(chart));
  EXPECT_EQ(over(1300, kPlotTop + 4), kGround) << "it was over by then";
  EXPECT_GT(over.count(colour(Level::ok)), 1000) << "the word and the value are green";
  chart.since = chart.trend.points[0].at - 24h;
  chart.until.reset();
  EXPECT_NE(Picture(draw_png(chart))(400, kPlotTop + 4), kGround) << "all of it is bad";
}

TEST(Chart, WhatHasJustBegunIsSeen) {
  Picture const picture(draw_png(a_chart()));
  int shaded = 0;
  for (int x = 0; x < picture.width(); ++x) shaded += picture(x, kPlotTop + 4) != kGround;
  EXPECT_GE(shaded, 20);
}

TEST(Chart, NoTitleMovesAnythingElse) {
  auto const below = Picture(draw_png(a_chart())).from_row(110);
  auto chart = a_chart();
  for (auto const& text : test::awkward_texts()) {
    chart.title = text;
    Picture const picture(draw_png(chart));
    ASSERT_EQ(picture.height(), 640) << text;
    ASSERT_TRUE(picture.from_row(110) == below) << text;
    ASSERT_GT(picture.count(colour(Level::critical)), 1000) << text;
  }
}

TEST(Chart, TextThatCanNotBeShownIsLeftOut) {
  auto chart = a_chart();
  chart.title = "a … b";
  auto const shown = draw_png(chart);
  chart.title = "a שלום b";
  EXPECT_TRUE(draw_png(chart) == shown);
}

TEST(Chart, OddNumbersAreDrawnWithinThePlot) {
  std::vector<std::vector<double>> const all{{0, 0, 0},
                                             {365, 365, 365},
                                             {-5, -5, -5},
                                             {1, 1, 1},
                                             {1e308, -1e308, 1e300, -1e300, 0},
                                             {1e300, 1e300, 1e300},
                                             {5e-324, 0, 1e-310},
                                             {1e15, 1e15 + 1, 1e15},
                                             {0.1 + 0.2, 0.3, 0.3},
                                             {-0.0, 0.0, 1e-300},
                                             {-7, 3, -2}};
  for (auto const& values : all) {
    for (auto const unit :
         {Unit::ratio, Unit::points, Unit::duration, Unit::bytes, Unit::count, Unit::number, Unit::runs}) {
      auto chart = a_chart(values);
      chart.trend.unit = unit;
      chart.trend.thresholds.push_back({Level::info, kNan});
      chart.trend.thresholds.push_back({Level::info, kInfinite});
      if (values[0] != 365) chart.trend.thresholds.clear();
      Picture const picture(draw_png(chart));
      ASSERT_EQ(picture.width(), 1600) << values[0] << " " << name_of(unit);
      auto const [first, last] = picture.rows(kLine);
      EXPECT_GE(first, kPlotTop - 10) << values[0] << " " << name_of(unit);
      EXPECT_LE(last, kPlotBottom + 10) << values[0] << " " << name_of(unit);
    }
  }
}

TEST(Chart, AHundredThousandPointsKeepTheirPeaks) {
  std::vector<double> values(100'000, 0.7);
  values[33'333] = 0.95;
  values[55'555] = 0.1;
  auto chart = a_chart();
  chart.trend.points.clear();
  for (std::size_t i = 0; i < values.size(); ++i) chart.trend.points.push_back({at("2026-11-20") + i * 1s, values[i]});
  chart.trend.thresholds.clear();
  chart.since = chart.trend.points.back().at;
  auto const png = draw_png(chart);
  EXPECT_LT(png.size(), 200'000u);
  auto const [first, last] = Picture(png).rows(kLine);
  EXPECT_LT(first, kPlotTop + 60);
  EXPECT_GT(last, kPlotBottom - 60);
}

TEST(Chart, OfAnIncidentTellsWhatItIsAndWhenItWasBad) {
  alert::Incident incident;
  incident.key = {"model-accuracy", {{"model", "bitcoin"}}};
  incident.level = Level::warning;
  incident.worst = Level::critical;
  incident.since = at("2026-11-20");
  incident.changed = at("2026-11-22");
  auto const open = chart_of(incident, a_chart().trend, Zone::utc());
  EXPECT_EQ(open.title, "model-accuracy · bitcoin");
  EXPECT_EQ(open.level, Level::warning);
  EXPECT_EQ(open.since, incident.since);
  EXPECT_FALSE(open.until);
  incident.level = Level::ok;
  incident.key.labels = {};
  auto const over = chart_of(incident, a_chart().trend, Zone::utc());
  EXPECT_EQ(over.title, "model-accuracy");
  EXPECT_EQ(over.level, Level::critical) << "it is told in the colour of its worst";
  EXPECT_EQ(over.until, incident.changed);
}

TEST(Chart, EveryLevelHasItsColourAndAnyZoneItsTime) {
  auto chart = a_chart();
  chart.trend.thresholds.clear();
  for (auto const level : {Level::ok, Level::info, Level::warning, Level::critical}) {
    chart.level = level;
    EXPECT_GT(Picture(draw_png(chart)).count(colour(level)), 1000) << name_of(level);
  }
  for (std::size_t i = 0; i < chart.trend.points.size(); ++i)
    chart.trend.points[i].at = at("2026-11-20T10:00:00Z") + i * 1h;
  auto const utc = draw_png(chart);
  chart.zone = *Zone::find("Asia/Kolkata");
  EXPECT_TRUE(draw_png(chart) != utc);
}

}  // namespace
}  // namespace lapwing::notify
