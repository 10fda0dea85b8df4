// SPDX-License-Identifier: Apache-2.0
#include "report/html_section.hpp"

#include "report/html.hpp"
#include "report/svg_chart.hpp"

#include <algorithm>

namespace lapwing::report {
namespace {

/// What may stand in an id and in a link to it.
std::string anchor_of(Section const& section) {
  std::string out = "section-";
  for (char const c : section.id) {
    bool const is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    out += is_plain ? c : '-';
  }
  return out;
}

Curve curve_of(Figure const& figure) {
  return {figure.name + (figure.place.empty() ? "" : " · " + figure.place), figure.points, figure.unit};
}

std::string change_cell(Figure const& figure) {
  auto const change = change_of(figure);
  if (change == "=") return "no change";
  auto const better = is_better(figure);
  if (!better) return change;
  return html_tag("span", *better ? "good" : "watch", change) + html_tag("span", "words", *better ? "better" : "worse");
}

std::string row_of(Figure const& figure) {
  auto name = html_text(figure.name);
  if (!figure.place.empty()) name += html_tag("span", "place", html_outside(figure.place));
  if (!figure.note.empty()) name += html_tag("span", "note", html_outside(figure.note, kLongText));
  auto const tone = figure.standing == Standing::good ? "" : " " + std::string(name_of(figure.standing));
  auto before = previous_of(figure);
  if (!before.empty() && figure.previous_n > 0)
    before += html_tag("span", "words", "n=" + std::to_string(figure.previous_n));
  return "<tr><th scope=\"row\">" + name + "</th>" + html_tag("td", "standing-cell", html_standing(figure.standing)) +
         html_cell("Value", "number value" + tone, value_of(figure)) +
         html_cell("Change", "change", change_cell(figure)) + html_cell("Before", "number before", before) +
         html_cell("n", "number", figure.n == 0 ? "" : std::to_string(figure.n)) +
         html_cell("Target", "target", figure.target.empty() ? "" : html_outside(figure.target)) +
         html_cell("Trend", "trend", svg_sparkline(curve_of(figure))) + "</tr>\n";
}

std::string table_of(Section const& section) {
  std::string out = "<table>\n<caption class=\"hidden\">Figures of " + html_text(section.title) +
                    "</caption>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Standing</th>"
                    "<th scope=\"col\" class=\"number\">Value</th><th scope=\"col\">Change</th>"
                    "<th scope=\"col\" class=\"number\">Before</th><th scope=\"col\" class=\"number\">n</th>"
                    "<th scope=\"col\">Target</th><th scope=\"col\">Trend</th></tr></thead>\n<tbody>\n";
  for (auto const& figure : section.figures) out += row_of(figure);
  return out + "</tbody>\n</table>\n";
}

std::string charts_of(Document const& document, Section const& section) {
  std::string out;
  for (auto const& figure : section.figures) {
    if (!figure.is_key) continue;
    auto const chart = svg_chart(curve_of(figure), document.period.from, document.period.until, document.zone);
    if (chart.empty()) continue;
    auto name = html_text(figure.name);
    if (!figure.place.empty()) name += html_tag("span", "place", html_outside(figure.place));
    out += html_tag(
        "figure", "",
        html_tag("figcaption", "", html_tag("span", "", name) + html_tag("span", "value", value_of(figure))) + chart);
    out += "\n";
  }
  return out.empty() ? "" : "<div class=\"charts\">\n" + out + "</div>\n";
}

std::string remarks_of(Section const& section) {
  std::string out;
  for (auto const& remark : section.remarks) {
    out += "<li>" + html_standing(remark.standing) + html_tag("span", "", html_outside(whole(remark), kLongText));
    std::string links;
    for (auto const& link : remark.links) links += html_tag("span", "", html_link(link));
    if (!links.empty()) out += html_tag("span", "links", links);
    out += "</li>\n";
  }
  return out.empty() ? "" : "<ul class=\"remarks\">\n" + out + "</ul>\n";
}

/// The standing of what is worst in it; absent where it says nothing.
std::optional<Standing> worst_of(Section const& section) {
  std::optional<Standing> worst;
  for (auto const& figure : section.figures) worst = std::max(worst, std::optional(figure.standing));
  for (auto const& remark : section.remarks) worst = std::max(worst, std::optional(remark.standing));
  return worst;
}

}  // namespace

std::string html_tag(std::string_view name, std::string_view classes, std::string const& content) {
  auto out = "<" + std::string(name);
  if (!classes.empty()) out += " class=\"" + std::string(classes) + "\"";
  return out + ">" + content + "</" + std::string(name) + ">";
}

std::string html_cell(std::string_view label, std::string_view classes, std::string const& content) {
  if (content.empty()) return "<td></td>";
  return "<td class=\"" + std::string(classes) + "\" data-label=\"" + std::string(label) + "\">" + content + "</td>";
}

std::string html_verdict(Document const& document) {
  auto out = "<section class=\"card verdict tone-" + std::string(name_of(document.verdict)) +
             "\" aria-labelledby=\"verdict\">\n<h2 id=\"verdict\">Verdict: " + html_standing(document.verdict) +
             "</h2>\n";
  std::string reasons;
  for (auto const& reason : document.summary) reasons += html_tag("li", "", html_outside(reason, kLongText)) + "\n";
  if (!reasons.empty()) out += "<ul>\n" + reasons + "</ul>\n";
  return out + "</section>\n";
}

std::string html_section(Document const& document, Section const& section) {
  auto const anchor = anchor_of(section);
  auto out = "<section class=\"card\" id=\"" + anchor + "\" aria-labelledby=\"" + anchor + "-title\">\n<h2 id=\"" +
             anchor + "-title\">" + html_text(section.title) + "</h2>\n";
  if (!section.figures.empty()) out += table_of(section) + charts_of(document, section);
  out += remarks_of(section);
  if (section.figures.empty() && section.remarks.empty())
    out += html_tag("p", "muted", html_text(section.empty, kLongText)) + "\n";
  return out + "</section>\n";
}

std::string html_section_link(Section const& section) {
  auto const worst = worst_of(section);
  auto const mark =
      worst ? html_icon(*worst) + html_tag("span", "hidden", std::string(words_of(*worst)) + ": ") : std::string();
  return "<li><a href=\"#" + anchor_of(section) + "\">" + mark + html_text(section.title) + "</a></li>\n";
}

}  // namespace lapwing::report
