// SPDX-License-Identifier: Apache-2.0
#include "report/html_report.hpp"

#include "report/html.hpp"
#include "report/html_section.hpp"

namespace lapwing::report {
namespace {

std::string navigation_of(Document const& document) {
  std::string out;
  for (auto const& section : document.sections) out += html_section_link(section);
  return out.empty() ? "" : "<nav aria-label=\"Sections\">\n<ul>\n" + out + "</ul>\n</nav>\n";
}

std::string footer_of(Document const& document) {
  auto const before = previous_period_of(document);
  std::string text = "n is the number of samples behind a value.";
  if (!before.empty()) text += " Before: " + before + ".";
  return "<footer><p>" + html_text(text, kLongText) + " Times are those of " + html_text(document.zone.name()) +
         ". Made by Lapwing.</p></footer>\n";
}

}  // namespace

std::string as_html(Document const& document) {
  auto body = "<header>\n" + html_tag("p", "project", html_outside(document.project)) + "\n" +
              html_tag("h1", "", title_of(document)) + "\n" + html_tag("p", "muted", period_of(document)) +
              "\n</header>\n<main>\n";
  body += html_verdict(document) + navigation_of(document);
  for (auto const& section : document.sections) body += html_section(document, section);
  body += "</main>\n" + footer_of(document);
  return page(title_of(document) + ": " + document.project, body);
}

}  // namespace lapwing::report
