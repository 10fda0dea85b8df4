// SPDX-License-Identifier: Apache-2.0
#include "report/markdown_report.hpp"

#include "core/text.hpp"
#include "report/bars.hpp"
#include "report/links.hpp"

namespace lapwing::report {
namespace {

constexpr std::size_t kText = 200, kRemark = 600;
constexpr std::string_view kZeroWidthSpace = "\u200B";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Where a line would become a list, a heading or a rule: how many bytes there are to write before the backslash; npos
/// elsewhere.
std::size_t start_of_block(std::string_view text) {
  if (!text.empty() && std::string_view("-+=#").find(text[0]) != std::string_view::npos) return 0;
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  bool const is_item = digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')');
  return is_item ? digits : text.npos;
}

/// Source: GitHub Flavored Markdown 0.29, "Backslash escapes", "Autolinks (extension)". What GitHub makes of a text
/// after that (mentions, numbers of issues, formulas, emoji by name) knows no escape: a zero-width space breaks it.
std::string escaped(std::string_view raw, std::size_t limit) {
  constexpr std::string_view special = "\\`*_[]<>|~&", broken = "@$";
  auto const clean = printable(trim(raw), limit);
  std::string_view const text = trim(clean);
  auto const block = start_of_block(text);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const rest = text.substr(i);
    if (i == block || special.find(text[i]) != special.npos) out += '\\';
    out += text[i];
    bool const is_issue = rest.size() > 1 && rest[0] == '#' && is_digit(rest[1]);
    bool const is_link = rest.starts_with("://") || to_lower(rest.substr(0, 4)) == "www.";
    bool const is_emoji = rest.size() > 1 && rest[0] == ':' && rest[1] >= 'a' && rest[1] <= 'z';
    if (is_issue || is_link || is_emoji || broken.find(text[i]) != broken.npos) out += kZeroWidthSpace;
  }
  return out;
}

std::string with_icon(Standing standing) {
  return std::string(icon_of(standing)) + " " + std::string(words_of(standing));
}

std::string row_of(Figure const& figure) {
  auto name = "**" + escaped(figure.name, kText) + "**";
  if (!figure.place.empty()) name += "<br>" + escaped(figure.place, kText);
  if (!figure.note.empty()) name += "<br><sub>" + escaped(figure.note, kRemark) + "</sub>";
  auto const n = figure.n == 0 ? "" : std::to_string(figure.n);
  return "| " + name + " | " + value_of(figure) + " | " + change_of(figure) + " | " + previous_of(figure) + " | " + n +
         " | " + escaped(figure.target, kText) + " | " + with_icon(figure.standing) + " | " + bars_of(figure) + " |\n";
}

std::string item_of(Remark const& remark) {
  auto out = "- " + std::string(icon_of(remark.standing)) + " " + escaped(whole(remark), kRemark);
  for (auto const& link : remark.links) {
    auto const target = link_target(link.url);
    auto const label = escaped(link.label, kText);
    out += " · " + (target.empty() ? label : "[" + label + "](<" + target + ">)");
  }
  return out + "\n";
}

std::string section_of(Section const& section) {
  auto out = "\n## " + escaped(section.title, kText) + "\n";
  if (!section.figures.empty()) {
    out += "\n| What | Value | Change | Before | n | Target | Standing | Trend |\n|---|--:|---|--:|--:|---|---|---|\n";
    for (auto const& figure : section.figures) out += row_of(figure);
  }
  if (!section.remarks.empty()) out += "\n";
  for (auto const& remark : section.remarks) out += item_of(remark);
  if (section.figures.empty() && section.remarks.empty() && !section.empty.empty())
    out += "\n" + escaped(section.empty, kRemark) + "\n";
  return out;
}

}  // namespace

std::string as_markdown(Document const& document) {
  auto out =
      "# " + title_of(document) + ": " + escaped(document.project, kText) + "\n\n" + period_of(document) + "\n\n";
  auto const before = previous_period_of(document);
  if (!before.empty()) out += "Before: " + before + "\n\n";
  out += "**" + with_icon(document.verdict) + "**\n";
  if (!document.summary.empty()) out += "\n";
  for (auto const& reason : document.summary) out += "- " + escaped(reason, kRemark) + "\n";
  for (auto const& section : document.sections) out += section_of(section);
  return out;
}

}  // namespace lapwing::report
