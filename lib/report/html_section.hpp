// SPDX-License-Identifier: Apache-2.0
// The parts that pages about a document share: its verdict, its sections, links to them.
#pragma once

#include "report/document.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace lapwing::report {

/// Sentences are cut to so many characters.
inline constexpr std::size_t kLongText = 600;

/// <name class="…">content</name>; the content is markup.
std::string html_tag(std::string_view name, std::string_view classes, std::string const& content);

/// A cell of a table that says what it is where there is no head above it; an empty one is not seen there.
std::string html_cell(std::string_view label, std::string_view classes, std::string const& content);

/// The verdict with its reasons.
std::string html_verdict(Document const& document);

/// A heading, a table with a sparkline a row, charts of the key figures, the remarks. Its id is "section-" and the
/// section's.
std::string html_section(Document const& document, Section const& section);

/// A list item that leads there and says how the section stands.
std::string html_section_link(Section const& section);

}  // namespace lapwing::report
