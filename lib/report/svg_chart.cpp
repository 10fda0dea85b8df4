// SPDX-License-Identifier: Apache-2.0
#include "report/svg_chart.hpp"

#include "report/html.hpp"
#include "series/axis.hpp"
#include "series/curve.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace lapwing::report {
namespace {

using series::Point;

constexpr std::size_t kPointsWithDots = 40;
constexpr double kPerLetter = 7.4;  // of a label, in its size

/// With one decimal and no needless zero.
std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  std::string out = text.data();
  return out.ends_with(".0") ? out.substr(0, out.size() - 2) : out;
}

std::string attribute(std::string_view name, double value) {
  return " " + std::string(name) + "=\"" + number(value) + "\"";
}

/// Where instants and values lie.
struct Frame {
  double left, top, right, bottom;
  TimePoint from, until;
  series::Range range;

  double x(TimePoint at) const {
    auto const length = double((until - from).count());
    return left + (length > 0 ? double((at - from).count()) / length : 0.5) * (right - left);
  }
  double y(double value) const {
    // Halved, so that the distance between far values is still a number.
    return bottom - (value / 2 - range.low / 2) / (range.high / 2 - range.low / 2) * (bottom - top);
  }
  std::string spot(Point const& point) const { return number(x(point.at)) + " " + number(y(point.value)); }
};

std::string dot(Frame const& frame, Point const& point, double radius) {
  return "<circle" + attribute("cx", frame.x(point.at)) + attribute("cy", frame.y(point.value)) +
         attribute("r", radius) + "/>";
}

std::string curve_of(Frame const& frame, std::vector<Point> const& points, double width, bool has_area) {
  auto const shown = series::thinned(points, std::size_t(frame.right - frame.left) / 2);
  std::string path;
  for (auto const& point : shown) path += (path.empty() ? "M" : "L") + frame.spot(point);
  std::string out;
  if (has_area)
    out += "<path class=\"area\" fill=\"currentColor\" fill-opacity=\".1\" d=\"" + path + "L" +
           number(frame.x(shown.back().at)) + " " + number(frame.bottom) + "L" + number(frame.x(shown.front().at)) +
           " " + number(frame.bottom) + "Z\"/>";
  return out + "<path class=\"curve\" fill=\"none\" stroke=\"currentColor\"" + attribute("stroke-width", width) +
         " stroke-linejoin=\"round\" stroke-linecap=\"round\" d=\"" + path + "\"/>";
}

std::string opening(std::string_view kind, double width, double height, Curve const& curve,
                    std::vector<Point> const& points) {
  auto const text = [&](double value) { return format_quantity(value, curve.unit); };
  auto const range = series::range_of(points);
  auto const words = std::to_string(points.size()) + " points from " + format_utc(points.front().at) + " to " +
                     format_utc(points.back().at) + ": first " + text(points.front().value) + ", lowest " +
                     text(range.low) + ", highest " + text(range.high) + ", last " + text(points.back().value) + ".";
  return "<svg class=\"" + std::string(kind) + "\" viewBox=\"0 0 " + number(width) + " " + number(height) +
         "\" role=\"img\"><title>" + html_text(curve.title) + "</title><desc>" + html_text(words) + "</desc>";
}

std::string label(double x, double y, std::string_view anchor, std::string const& text) {
  return "<text" + attribute("x", x) + attribute("y", y) + " text-anchor=\"" + std::string(anchor) + "\">" +
         html_text(text) + "</text>";
}

std::string line(double x1, double y1, double x2, double y2) {
  return "<path d=\"M" + number(x1) + " " + number(y1) + "L" + number(x2) + " " + number(y2) + "\"/>";
}

}  // namespace

std::string svg_sparkline(Curve const& curve) {
  auto const points = series::drawable(curve.points);
  if (points.size() < 2) return "";
  constexpr double width = 120, height = 28, edge = 3;
  Frame const frame{edge,
                    edge,
                    width - edge,
                    height - edge,
                    points.front().at,
                    points.back().at,
                    series::with_room(series::range_of(points), Unit::number)};
  return opening("spark", width, height, curve, points) + curve_of(frame, points, 1.75, false) +
         "<g fill=\"currentColor\">" + dot(frame, points.back(), 2.6) + "</g></svg>";
}

std::string svg_chart(Curve const& curve, TimePoint from, TimePoint until, Zone const& zone) {
  auto const points = series::drawable(curve.points);
  if (points.size() < 2) return "";
  constexpr double width = 320, height = 170, edge = 8, below = 24;
  auto const range = series::with_room(series::range_of(points), curve.unit);
  auto const values = series::value_ticks(range.low, range.high, curve.unit, 4);
  std::size_t letters = 0;
  for (auto const& tick : values) letters = std::max(letters, tick.text.size());
  Frame const frame{std::min(double(letters) * kPerLetter + 9, width / 3),
                    edge,
                    width - edge,
                    height - below,
                    std::min(from, points.front().at),
                    std::max(until, points.back().at),
                    range};
  std::string lines, labels;
  for (auto const& tick : values) {
    lines += line(frame.left, frame.y(tick.value), frame.right, frame.y(tick.value));
    labels += label(frame.left - 8, frame.y(tick.value) + 4, "end", tick.text);
  }
  lines += line(frame.left, frame.bottom, frame.right, frame.bottom);
  double free_from = 0;
  for (auto const& tick : series::time_ticks(frame.from, frame.until, zone, 4)) {
    double const x = frame.x(tick.at), half = double(tick.text.size()) * kPerLetter / 2;
    double const middle = std::clamp(x, half, width - half);
    if (middle - half < free_from) continue;
    free_from = middle + half + edge;
    lines += line(x, frame.bottom, x, frame.bottom + 5);
    labels += label(middle, height - 6, "middle", tick.text);
  }
  std::string dots;
  if (points.size() <= kPointsWithDots) {
    for (auto const& point : points) dots += dot(frame, point, 2.5);
  }
  dots += dot(frame, points.back(), 4);
  return opening("chart", width, height, curve, points) +
         "<g class=\"grid\" stroke=\"currentColor\" stroke-opacity=\".3\">" + lines +
         "</g><g class=\"labels\" fill=\"currentColor\">" + labels + "</g>" + curve_of(frame, points, 2, true) +
         "<g fill=\"currentColor\">" + dots + "</g></svg>";
}

}  // namespace lapwing::report
