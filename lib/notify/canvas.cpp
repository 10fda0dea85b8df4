// SPDX-License-Identifier: Apache-2.0
#include "notify/canvas.hpp"

#include "core/text.hpp"

#include <cairo/cairo.h>
#include <dlfcn.h>

#include <numbers>

#ifdef LAPWING_SEEKS_LEAKS
/// Fontconfig keeps what it has found for the next text, and finds it again by offsets instead of pointers: the leak
/// sanitizer takes that for lost. It does not grow.
extern "C" char const* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }
#endif

namespace lapwing::notify {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr std::size_t kLongestText = 200;

// Every function of cairo that is used here, without its "cairo_".
// clang-format off
#define LAPWING_CAIRO(of)                                                                                        \
  of(arc) of(clip) of(create) of(destroy) of(fill) of(font_options_create) of(font_options_destroy)              \
  of(font_options_set_antialias) of(font_options_set_hint_metrics) of(font_options_set_hint_style)               \
  of(get_scaled_font) of(glyph_free) of(image_surface_create) of(line_to) of(move_to) of(new_path) of(rectangle) \
  of(restore) of(save) of(scale) of(scaled_font_text_to_glyphs) of(select_font_face) of(set_dash)                \
  of(set_font_options) of(set_font_size) of(set_line_cap) of(set_line_join) of(set_line_width)                   \
  of(set_source_rgba) of(show_text) of(status) of(stroke) of(surface_destroy) of(surface_flush)                  \
  of(surface_write_to_png_stream) of(text_extents) of(text_path) of(version_string)
// clang-format on

/// libcairo, loaded with the first picture: with the libraries of its fonts it is a quarter of an idle daemon's memory.
struct Cairo {
#define LAPWING_MEMBER(name) decltype(&::cairo_##name) name = nullptr;
  LAPWING_CAIRO(LAPWING_MEMBER)
#undef LAPWING_MEMBER
  bool is_there = true;

  Cairo() {
    void* const library = ::dlopen("libcairo.so.2", RTLD_NOW | RTLD_LOCAL);  // stays for as long as the process
    auto const find = [&]<class Function>(Function*& function, char const* name) {
      function = library == nullptr ? nullptr : reinterpret_cast<Function*>(::dlsym(library, name));
      is_there = is_there && function != nullptr;
    };
#define LAPWING_FIND(name) find(name, "cairo_" #name);
    LAPWING_CAIRO(LAPWING_FIND)
#undef LAPWING_FIND
  }
};

Cairo const& cairo() {
  static Cairo const loaded;
  return loaded;
}

cairo_status_t append(void* out, unsigned char const* data, unsigned length) {
  static_cast<std::string*>(out)->append(reinterpret_cast<char const*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

/// Where the letter that begins at `at` ends, in valid UTF-8.
std::size_t end_of_letter(std::string const& text, std::size_t at) {
  do {
    ++at;
  } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  return at;
}

/// Whether the letter is of a script that is written from right to left: Hebrew to Arabic Extended-A, the presentation
/// forms, and those beyond the first plane. Source: Unicode 15, DerivedBidiClass.txt.
bool is_right_to_left(std::string_view letter) {
  return (letter >= "\u0590" && letter <= "\u08FF") || (letter >= "\uFB1D" && letter <= "\uFDFF") ||
         (letter >= "\uFE70" && letter <= "\uFEFF") || (letter >= "\U00010800" && letter <= "\U00010FFF") ||
         (letter >= "\U0001E800" && letter <= "\U0001EFFF");
}

}  // namespace

Canvas::Canvas(double width, double height, double scale, Colour ground)
    : surface_(cairo().image_surface_create(CAIRO_FORMAT_RGB24, int(width * scale), int(height * scale)),
               cairo().surface_destroy),
      cairo_(cairo().create(surface_.get()), cairo().destroy) {
  cairo().scale(cairo_.get(), scale, scale);
  cairo().set_line_join(cairo_.get(), CAIRO_LINE_JOIN_ROUND);
  cairo().set_line_cap(cairo_.get(), CAIRO_LINE_CAP_BUTT);
  std::unique_ptr<cairo_font_options_t, void (*)(cairo_font_options_t*)> const options(cairo().font_options_create(),
                                                                                       cairo().font_options_destroy);
  // Letters the same wherever they stand and whatever the machine's screen is like.
  cairo().font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  cairo().font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo().font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo().set_font_options(cairo_.get(), options.get());
  fill({0, 0, width, height}, ground);
}

Canvas::~Canvas() = default;

void Canvas::fill(Box box, Colour colour, double radius) {
  auto* const on = cairo_.get();
  cairo().new_path(on);
  if (radius == 0) {
    cairo().rectangle(on, box.left, box.top, box.width(), box.height());
  } else {
    cairo().arc(on, box.right - radius, box.top + radius, radius, -kTurn / 4, 0);
    cairo().arc(on, box.right - radius, box.bottom - radius, radius, 0, kTurn / 4);
    cairo().arc(on, box.left + radius, box.bottom - radius, radius, kTurn / 4, kTurn / 2);
    cairo().arc(on, box.left + radius, box.top + radius, radius, kTurn / 2, kTurn * 3 / 4);
  }
  use(colour);
  cairo().fill(on);
}

void Canvas::line(std::span<Spot const> spots, Colour colour, double width, double dash) {
  auto* const on = cairo_.get();
  cairo().new_path(on);
  for (auto const& spot : spots) cairo().line_to(on, spot.x, spot.y);
  cairo().set_line_width(on, width);
  cairo().set_dash(on, &dash, dash == 0 ? 0 : 1, 0);
  use(colour);
  cairo().stroke(on);
}

void Canvas::dot(Spot centre, double radius, Colour colour) {
  cairo().new_path(cairo_.get());
  cairo().arc(cairo_.get(), centre.x, centre.y, radius, 0, kTurn);
  use(colour);
  cairo().fill(cairo_.get());
}

void Canvas::within(Box box, std::function<void()> const& draw) {
  cairo().save(cairo_.get());
  cairo().rectangle(cairo_.get(), box.left, box.top, box.width(), box.height());
  cairo().clip(cairo_.get());
  draw();
  cairo().restore(cairo_.get());
}

std::string Canvas::fitting(std::string_view text, Font font, double width) {
  auto const clean = printable(text, kLongestText);
  use(font);
  std::string out;
  std::string shorter;  // the longest beginning that leaves room for "…"
  for (std::size_t at = 0; at < clean.size();) {
    auto const end = end_of_letter(clean, at);
    auto const letter = clean.substr(at, end - at);
    at = end;
    bool const is_lost = is_right_to_left(letter) || !shows(letter);
    bool const is_said = is_lost ? trim(out).ends_with("…") : letter == " " && out.ends_with(" ");
    if (is_said) continue;
    auto next = out + (is_lost ? "…" : letter);
    if (width_of(next, font) > width) return shorter.empty() || shorter.ends_with("…") ? shorter : shorter + "…";
    if (width_of(next + "…", font) <= width) shorter = next;
    out = std::move(next);
  }
  return std::string(trim(out));
}

double Canvas::width_of(std::string const& text, Font font) {
  use(font);
  cairo_text_extents_t extents{};
  cairo().text_extents(cairo_.get(), text.c_str(), &extents);
  return extents.x_advance;
}

void Canvas::text(Spot start, std::string const& text, Font font, Colour colour, Colour halo) {
  auto* const on = cairo_.get();
  use(font);
  if (halo.alpha > 0) {
    cairo().new_path(on);
    cairo().move_to(on, start.x, start.y);
    cairo().text_path(on, text.c_str());
    cairo().set_line_width(on, font.size / 4);
    cairo().set_dash(on, nullptr, 0, 0);
    use(halo);
    cairo().stroke(on);
  }
  cairo().move_to(on, start.x, start.y);
  use(colour);
  cairo().show_text(on, text.c_str());
}

std::string Canvas::png() {
  std::string out;
  cairo().surface_flush(surface_.get());
  bool const drawn = cairo().status(cairo_.get()) == CAIRO_STATUS_SUCCESS &&
                     cairo().surface_write_to_png_stream(surface_.get(), append, &out) == CAIRO_STATUS_SUCCESS;
  return drawn ? out : "";
}

void Canvas::use(Font font) {
  cairo().select_font_face(cairo_.get(), "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           font.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo().set_font_size(cairo_.get(), font.size);
}

void Canvas::use(Colour colour) {
  auto const part = [&](int shift) { return double(colour.rgb >> shift & 0xFF) / 255; };
  cairo().set_source_rgba(cairo_.get(), part(16), part(8), part(0), colour.alpha);
}

/// Whether the font in use has the letter: its glyph 0 is the box that stands for those that it lacks.
bool Canvas::shows(std::string const& letter) {
  cairo_glyph_t* glyphs = nullptr;
  int count = 0;
  auto* const font = cairo().get_scaled_font(cairo_.get());
  auto const status = cairo().scaled_font_text_to_glyphs(font, 0, 0, letter.data(), int(letter.size()), &glyphs, &count,
                                                         nullptr, nullptr, nullptr);
  bool const found = status == CAIRO_STATUS_SUCCESS && count > 0 && glyphs[0].index != 0;
  cairo().glyph_free(glyphs);
  return found;
}

bool can_draw() { return cairo().is_there; }

char const* canvas_version() { return can_draw() ? cairo().version_string() : "none"; }

}  // namespace lapwing::notify
