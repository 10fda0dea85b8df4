// SPDX-License-Identifier: Apache-2.0
#include "notify/chart.hpp"

#include "notify/canvas.hpp"
#include "notify/notification.hpp"
#include "series/axis.hpp"
#include "series/curve.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace lapwing::notify {
namespace {

using series::Point;
using series::Range;
using Threshold = alert::Trend::Threshold;

constexpr Box kWhole{0, 0, 800, 320};
constexpr double kScale = 2;
constexpr double kEdge = 20;
constexpr double kDot = 4;
constexpr double kBeyond = 12;
constexpr Colour kGround{0x1B1D22}, kPale{0xF2F3F5}, kText{0xB5BAC1}, kLine{0xC9D3E0}, kGrid{0xFFFFFF, 0.09};
constexpr Font kTitle{24, true}, kValue{26, true}, kWord{19, true}, kLabel{19};
constexpr std::size_t kPointsWithDots = 70;

/// Room for all points and thresholds.
Range range_of(std::span<Point const> points, std::span<Threshold const> thresholds, Unit unit) {
  auto tight = series::range_of(points);
  for (auto const& one : thresholds) tight = {std::min(tight.low, one.value), std::max(tight.high, one.value)};
  return series::with_room(tight, unit);
}

/// Where instants and values lie in the picture.
struct Frame {
  Box plot;
  TimePoint from, to;
  Range range;

  double x(TimePoint at) const {
    return plot.left + std::clamp(double((at - from).count()) / double((to - from).count()), 0., 1.) * plot.width();
  }
  double y(double value) const { return plot.bottom - (value - range.low) / (range.high - range.low) * plot.height(); }
};

/// The points as they lie in the picture.
std::vector<Spot> spots_of(std::span<Point const> points, Frame const& frame) {
  std::vector<Spot> spots;
  for (auto const& one : series::thinned(points, std::size_t(frame.plot.width())))
    spots.push_back({frame.x(one.at), frame.y(one.value)});
  return spots;
}

/// As text to be told apart from the threshold that it is nearest to.
std::string value_text(double value, Chart const& chart) {
  double nearest = value;
  for (auto const& one : chart.trend.thresholds) {
    if (nearest == value || std::abs(one.value - value) < std::abs(nearest - value)) nearest = one.value;
  }
  return format_beside(value, nearest, chart.trend.unit);
}

/// One picture.
class Drawing {
 public:
  Drawing(Chart const& chart, std::vector<Point> points)
      : chart_(chart),
        points_(std::move(points)),
        colour_(lapwing::notify::colour(chart.level)),
        canvas_(kWhole.right, kWhole.bottom, kScale, kGround) {
    std::erase_if(thresholds_, [](Threshold const& one) { return !(std::abs(one.value) <= 1e300); });
    std::ranges::sort(thresholds_, std::greater(), &Threshold::value);
    last_text_ = canvas_.fitting(value_text(points_.back().value, chart_), kValue, 200);
    auto const range = range_of(points_, thresholds_, chart_.trend.unit);
    values_ = series::value_ticks(range.low, range.high, chart_.trend.unit, 4);
    double gutter = 0;
    for (auto const& tick : values_) gutter = std::max(gutter, canvas_.width_of(tick.text, kLabel));
    frame_ = {{kEdge + std::min(gutter, 200.) + 12, 70,
               kWhole.right - kEdge - canvas_.width_of(last_text_, kValue) - kBeyond - 8, kWhole.bottom - 48},
              points_.front().at,
              points_.back().at,
              range};
  }

  std::string draw() {
    head();
    bad_part();
    axes();
    curve();
    threshold_lines();
    threshold_names();
    last_value();
    return canvas_.png();
  }

 private:
  /// The title, and how bad it is as a word.
  void head() {
    std::string word = chart_.until ? "OVER" : std::string(name_of(chart_.level));
    for (char& c : word) c = char(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    double const width = canvas_.width_of(word, kWord);
    Box const pill{kWhole.right - kEdge - width - 28, 17, kWhole.right - kEdge, 49};
    canvas_.fill(pill, {lapwing::notify::colour(chart_.until ? Level::ok : chart_.level)}, pill.height() / 2);
    canvas_.text({pill.left + 14, 40}, word, kWord, kGround);
    auto const title = canvas_.fitting(chart_.title, kTitle, pill.left - 2 * kEdge);
    canvas_.text({kEdge, 42}, title, kTitle, kPale);
  }

  void bad_part() {
    if (chart_.since > frame_.to || (chart_.until && *chart_.until < frame_.from)) return;
    bad_ = frame_.plot;
    bad_.left = frame_.x(chart_.since);
    // What goes on goes beyond the last point; so it is seen also where it has just begun.
    bad_.right = chart_.until ? frame_.x(*chart_.until) : frame_.plot.right + kBeyond;
    canvas_.fill(bad_, {colour_, 0.17});
    if (chart_.since <= frame_.from) return;
    std::vector<Spot> const edge{{bad_.left, bad_.top}, {bad_.left, bad_.bottom}};
    canvas_.line(edge, {colour_, 0.55}, 1.5);
  }

  void axes() {
    auto const& plot = frame_.plot;
    for (auto const& tick : values_) {
      double const y = frame_.y(tick.value);
      std::vector<Spot> const grid{{plot.left, y}, {plot.right, y}};
      canvas_.line(grid, kGrid, 1.5);
      auto const text = canvas_.fitting(tick.text, kLabel, 200);
      canvas_.text({plot.left - 12 - canvas_.width_of(text, kLabel), y + kLabel.size * 0.36}, text, kLabel, kText);
    }
    double free_from = 0;
    for (auto const& tick : series::time_ticks(frame_.from, frame_.to, chart_.zone, 4)) {
      double const width = canvas_.width_of(tick.text, kLabel);
      double const x = frame_.x(tick.at);
      double const left = std::clamp(x - width / 2, kEdge, kWhole.right - kEdge - width);
      if (left < free_from) continue;
      free_from = left + width + kEdge;
      std::vector<Spot> const mark{{x, plot.bottom}, {x, plot.bottom + 6}};
      canvas_.line(mark, kText, 1.5);
      canvas_.text({left, plot.bottom + 30}, tick.text, kLabel, kText);
    }
  }

  void threshold_lines() {
    for (auto const& one : thresholds_) {
      double const y = frame_.y(one.value);
      std::vector<Spot> const line{{frame_.plot.left, y}, {frame_.plot.right, y}};
      canvas_.line(line, {lapwing::notify::colour(one.level), 0.9}, 2, 9);
    }
  }

  void curve() {
    auto const spots = spots_of(points_, frame_);
    auto const draw = [&](Colour colour) {
      canvas_.line(spots, colour, 3);
      if (points_.size() > kPointsWithDots) return;
      for (auto const& spot : spots) canvas_.dot(spot, kDot, colour);
    };
    draw(kLine);
    // Its first dot is bad, that of its end no more.
    Box const bad{bad_.left - kDot, 0, bad_.right - (chart_.until ? kDot : 0), kWhole.bottom};
    if (bad.width() > kDot) canvas_.within(bad, [&] { draw({colour_}); });
  }

  /// Each above its line, or below it where another stands.
  void threshold_names() {
    double const height = kLabel.size + 2;
    double free_from = frame_.plot.top - height;
    for (auto const& one : thresholds_) {
      double const y = frame_.y(one.value);
      double const top = std::max(y - height - 4 >= free_from ? y - height - 4 : y + 4, free_from);
      free_from = top + height;
      auto const name = std::string(name_of(one.level)) + " " + format_quantity(one.value, chart_.trend.unit);
      canvas_.text({frame_.plot.left + 8, top + kLabel.size * 0.86}, name, kLabel, {lapwing::notify::colour(one.level)},
                   {kGround.rgb, 0.85});
    }
  }

  void last_value() {
    auto const colour = chart_.until ? lapwing::notify::colour(Level::ok) : colour_;
    Spot const spot{frame_.x(points_.back().at), frame_.y(points_.back().value)};
    canvas_.dot(spot, 9, kGround);
    canvas_.dot(spot, 7, {colour});
    canvas_.text({frame_.plot.right + kBeyond + 8, spot.y + kValue.size * 0.36}, last_text_, kValue, {colour});
  }

  Chart const& chart_;
  std::vector<Point> points_;
  std::uint32_t colour_;
  Canvas canvas_;
  std::vector<Threshold> thresholds_ = chart_.trend.thresholds;
  std::string last_text_;
  std::vector<series::ValueTick> values_;
  Frame frame_{};
  Box bad_{};  // empty where no part is
};

}  // namespace

Chart chart_of(alert::Incident const& incident, alert::Trend trend, Zone const& zone) {
  Item item;
  item.labels = incident.key.labels;
  auto const place = place_of(item);
  bool const is_over = incident.level == Level::ok;
  Chart chart;
  chart.title = incident.key.rule + (place.empty() ? "" : " · " + place);
  chart.trend = std::move(trend);
  chart.since = incident.since;
  chart.until = is_over ? std::optional(incident.changed) : std::nullopt;
  chart.level = is_over ? incident.worst : incident.level;
  chart.zone = zone;
  return chart;
}

std::string draw_png(Chart const& chart) {
  auto points = series::drawable(chart.trend.points);
  if (points.size() < 3 || points.front().at == points.back().at || !can_draw()) return "";
  return Drawing(chart, std::move(points)).draw();
}

}  // namespace lapwing::notify
