// SPDX-License-Identifier: Apache-2.0
// A picture to draw on, and its bytes as PNG: cairo, without its types.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct _cairo;
struct _cairo_surface;

namespace lapwing::notify {

struct Spot {
  double x;
  double y;
};

struct Box {
  double left;
  double top;
  double right;
  double bottom;
  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

struct Colour {
  std::uint32_t rgb;  ///< 0xRRGGBB
  double alpha = 1;
};

struct Font {
  double size;
  bool bold = false;
};

/// Whether the library that draws is on this machine. It is loaded by the first who asks.
bool can_draw();

/// Only where the machine `can_draw`. Lengths are in units of which the canvas has so many; the picture has `scale`
/// pixels a unit.
class Canvas {
 public:
  Canvas(double width, double height, double scale, Colour ground);
  Canvas(Canvas const&) = delete;
  Canvas& operator=(Canvas const&) = delete;
  ~Canvas();

  void fill(Box box, Colour colour, double radius = 0);
  void line(std::span<Spot const> spots, Colour colour, double width, double dash = 0);
  void dot(Spot centre, double radius, Colour colour);
  /// What `draw` draws shows in the box alone.
  void within(Box box, std::function<void()> const& draw);

  /// As much of a text as fits into the width, on one line; ends in "…" where anything is left out at the end. "…" also
  /// takes the place of what would not show as it is meant: letters that the font lacks, and those that are written
  /// from right to left.
  std::string fitting(std::string_view text, Font font, double width);
  double width_of(std::string const& text, Font font);
  /// On the line that begins at the spot; a halo keeps it readable on lines.
  void text(Spot start, std::string const& text, Font font, Colour colour, Colour halo = {0, 0});

  /// "" where the machine can not draw, for want of memory.
  std::string png();

 private:
  void use(Font font);
  void use(Colour colour);
  bool shows(std::string const& letter);

  std::unique_ptr<_cairo_surface, void (*)(_cairo_surface*)> surface_;
  std::unique_ptr<_cairo, void (*)(_cairo*)> cairo_;
};

/// "1.16.0": that of the library that draws; "none" without one.
char const* canvas_version();

}  // namespace lapwing::notify
