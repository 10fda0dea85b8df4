// SPDX-License-Identifier: Apache-2.0
#include "report/html.hpp"

#include "core/escape.hpp"
#include "core/text.hpp"
#include "report/links.hpp"
#include "report/page_style.hpp"

#include <array>

namespace lapwing::report {

std::string html_text(std::string_view text, std::size_t limit) { return escape_html(printable(text, limit)); }

std::string html_outside(std::string_view text, std::size_t limit) {
  return "<bdi>" + html_text(text, limit) + "</bdi>";
}

std::string html_link(Link const& link) {
  auto const target = link_target(link.url);
  auto const label = html_text(link.label);
  if (target.empty()) return label;
  return "<a href=\"" + html_text(target, std::string::npos) + "\" rel=\"noreferrer\">" + label + "</a>";
}

std::string html_icon(Standing standing) {
  // A disc with a tick, a disc with a question mark, a triangle, an octagon with a cross.
  constexpr std::array<std::string_view, 4> shapes{
      R"(<circle cx="8" cy="8" r="7"/><path d="M4.8 8.3 7 10.5l4.2-4.7"/>)",
      R"(<circle cx="8" cy="8" r="7"/><path d="M6 6.3a2 2 0 1 1 2.8 1.8c-.6.3-.8.6-.8 1.3M8 11.8v.1"/>)",
      R"(<polygon points="8,1.5 15,14 1,14"/><path d="M8 6.3v3.6M8 12v.1"/>)",
      R"(<polygon points="5.1,1 10.9,1 15,5.1 15,10.9 10.9,15 5.1,15 1,10.9 1,5.1"/><path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8"/>)"};
  return "<svg class=\"icon " + std::string(name_of(standing)) + R"(" viewBox="0 0 16 16" aria-hidden="true">)" +
         std::string(shapes[std::size_t(standing)]) + "</svg>";
}

std::string html_standing(Standing standing) {
  return "<span class=\"standing " + std::string(name_of(standing)) + "\">" + html_icon(standing) +
         std::string(words_of(standing)) + "</span>";
}

std::string page(std::string_view title, std::string_view body) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>";
  out += html_text(title);
  out += "</title>\n<style>\n";
  out += page_style();
  out += "</style>\n</head>\n<body>\n";
  out += body;
  out += "</body>\n</html>\n";
  return out;
}

}  // namespace lapwing::report
