// SPDX-License-Identifier: Apache-2.0
#include "report/text_report.hpp"

#include "core/text.hpp"
#include "report/bars.hpp"
#include "report/cells.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace lapwing::report {
namespace {

constexpr std::size_t kNarrowest = 20, kWidestRule = 100, kIndent = 5, kGap = 2;
constexpr std::size_t kText = 200, kRemark = 600;
constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kGood = "\x1b[32m", kWatch = "\x1b[33m",
                           kBad = "\x1b[1;31m", kPlain = "";

std::string_view colour_of(Standing standing) {
  constexpr std::array colours{kGood, kDim, kWatch, kBad};
  return colours[std::size_t(standing)];
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
  return text;
}

/// What stands beside a figure's name.
struct Column {
  std::string text;
  std::string_view colour = kPlain;
  bool is_number = false;
};

std::vector<Column> columns_of(Figure const& figure) {
  auto const better = is_better(figure);
  auto const before = previous_of(figure);
  return {{value_of(figure), figure.standing == Standing::good ? kBold : colour_of(figure.standing), true},
          {change_of(figure), !better   ? kDim
                              : *better ? kGood
                                        : kWatch},
          {before.empty() ? "" : "(" + before + ")", kDim, true},
          {figure.n == 0 ? "" : "n=" + std::to_string(figure.n), kDim},
          {std::string(words_of(figure.standing)), colour_of(figure.standing)},
          {printable(figure.target, kText)},
          {bars_of(figure)}};
}

std::string name_of(Figure const& figure) {
  auto const place = printable(figure.place, kText);
  return printable(figure.name, kText) + (place.empty() ? "" : " · " + place);
}

class Writer {
 public:
  explicit Writer(TextStyle style) : colour_(style.colour), width_(std::max(style.width, kNarrowest)) {}

  void head(Document const& document) {
    rule("═");
    paragraph(2, title_of(document) + " · " + printable(document.project, kText), kBold);
    paragraph(2, period_of(document), kPlain);
    rule("═");
    line({}, std::string(icon_of(document.verdict)) + " " + upper(std::string(words_of(document.verdict))),
         colour_of(document.verdict));
    for (auto const& reason : document.summary) marked("• ", printable(reason, kRemark), 1);
  }

  void section(Section const& section) {
    out_ += "\n";
    paragraph(0, upper(printable(section.title, kText)), kBold);
    rule("─");
    figures(section.figures);
    for (auto const& one : section.remarks) remark(one);
    if (section.figures.empty() && section.remarks.empty()) paragraph(2, printable(section.empty, kRemark), kDim);
  }

  void foot(Document const& document) {
    auto const before = previous_period_of(document);
    out_ += "\n";
    std::string text = "n: samples behind a number.";
    if (!before.empty()) text += " In brackets: " + before + ".";
    paragraph(0, text, kDim);
  }

  std::string take() { return std::move(out_); }

 private:
  std::string painted(std::string const& text, std::string_view colour) const {
    return colour_ && !colour.empty() && !text.empty() ? std::string(colour) + text + "\x1b[0m" : text;
  }

  void line(std::string const& indent, std::string const& text, std::string_view colour) {
    out_ += indent + painted(text, colour) + "\n";
  }

  void rule(std::string_view dash) {
    for (std::size_t i = 0; i < std::min(width_, kWidestRule); ++i) out_ += dash;
    out_ += "\n";
  }

  void paragraph(std::size_t indent, std::string const& text, std::string_view colour) {
    for (auto const& one : wrapped(text, width_ - indent)) line(std::string(indent, ' '), one, colour);
  }

  /// A paragraph with a mark before its first line.
  void marked(std::string const& mark, std::string const& text, std::size_t indent) {
    auto const room = indent + cells_of(mark);
    auto first = std::string(indent, ' ') + mark;
    for (auto const& one : wrapped(text, width_ - room))
      out_ += std::exchange(first, std::string(room, ' ')) + one + "\n";
  }

  void remark(Remark const& remark) {
    marked(std::string(icon_of(remark.standing)) + " ", printable(whole(remark), kRemark), 2);
    for (auto const& link : remark.links) {
      std::string const indent(kIndent, ' ');
      auto const label = printable(link.label, kText) + ":", url = printable(link.url, std::string::npos);
      if (kIndent + cells_of(label) + 1 + cells_of(url) <= width_) {
        line(indent, label + " " + url, kDim);
      } else {
        paragraph(kIndent, label, kDim);
        line({}, url, kDim);  // whole, so that a terminal can open it
      }
    }
  }

  void figures(std::vector<Figure> const& figures) {
    std::vector<std::vector<Column>> rows;
    std::vector<std::size_t> widths;
    std::size_t name_width = 0;
    for (auto const& figure : figures) {
      rows.push_back(columns_of(figure));
      widths.resize(rows.back().size());
      for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], cells_of(rows.back()[i].text));
      name_width = std::max(name_width, cells_of(name_of(figure)));
    }
    auto const room = width_ - kIndent;
    std::size_t others = 0;
    for (auto const width : widths) others += width > 0 ? kGap + width : 0;
    // Names take what all columns leave, or what they need of the first two fifths.
    auto const most = std::max<std::size_t>({room * 2 / 5, 16, others < room ? room - others : 0});
    name_width = std::min({name_width, most, room});
    std::size_t used = name_width, shown = 0;
    while (shown < widths.size() && (widths[shown] == 0 || used + kGap + widths[shown] <= room)) {
      if (widths[shown] > 0) used += kGap + widths[shown];
      ++shown;
    }
    for (std::size_t i = 0; i < figures.size(); ++i) {
      auto const names = wrapped(name_of(figures[i]), name_width);
      row(figures[i].standing, names, name_width, std::span(rows[i]).first(shown), widths);
      flow(std::span(rows[i]).subspan(shown));
      paragraph(kIndent, printable(figures[i].note, kRemark), kDim);
    }
  }

  /// As many on a line as fit, each whole where a line has room for it.
  void flow(std::span<Column const> columns) {
    auto const room = width_ - kIndent;
    std::string text;
    std::size_t used = 0;
    auto const end_line = [&] {
      if (used > 0) line(std::string(kIndent, ' '), text, kPlain);
      text.clear();
      used = 0;
    };
    for (auto const& column : columns) {
      auto const own = cells_of(column.text);
      if (own == 0) continue;
      if (used + 3 + own > room) end_line();
      if (own > room) {
        paragraph(kIndent, column.text, column.colour);
        continue;
      }
      text += (used > 0 ? " · " : "") + painted(column.text, column.colour);
      used += (used > 0 ? 3 : 0) + own;
    }
    end_line();
  }

  void row(Standing standing, std::vector<std::string> const& names, std::size_t name_width,
           std::span<Column const> columns, std::vector<std::size_t> const& widths) {
    out_ += "  " + std::string(icon_of(standing)) + " ";
    std::string blanks;  // written only where something stands behind them
    out_ += names.empty() ? "" : names[0];
    blanks.assign(name_width - std::min(name_width, names.empty() ? 0 : cells_of(names[0])), ' ');
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (widths[i] == 0) continue;
      blanks.append(kGap, ' ');
      auto const& column = columns[i];
      std::string const pad(widths[i] - cells_of(column.text), ' ');
      if (column.is_number || column.text.empty()) blanks += pad;
      if (column.text.empty()) continue;
      out_ += std::exchange(blanks, column.is_number ? "" : pad) + painted(column.text, column.colour);
    }
    out_ += "\n";
    for (std::size_t i = 1; i < names.size(); ++i) line(std::string(kIndent, ' '), names[i], kPlain);
  }

  bool colour_;
  std::size_t width_;
  std::string out_;
};

}  // namespace

std::string as_text(Document const& document, TextStyle style) {
  Writer writer(style);
  writer.head(document);
  for (auto const& section : document.sections) writer.section(section);
  bool const has_figures =
      std::ranges::any_of(document.sections, [](Section const& one) { return !one.figures.empty(); });
  if (has_figures) writer.foot(document);
  return writer.take();
}

}  // namespace lapwing::report
