// SPDX-License-Identifier: Apache-2.0
// What every page of ours is made of: escaping, the frame with its style, how a standing looks. Without script and
// without anything from elsewhere, light and dark as the reader has it, from 320 pixels on and on paper.
#pragma once

#include "report/document.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace lapwing::report {

/// Text from outside for an element or between the quotes of an attribute: on one line, of at most `limit` characters
/// before escaping, a cut one ending in "…".
std::string html_text(std::string_view text, std::size_t limit = 200);

/// The same within an element whose direction is the text's own: it turns nothing beside it.
std::string html_outside(std::string_view text, std::size_t limit = 200);

/// <a href="…">label</a>, or the label alone where the URL is none that may be linked.
std::string html_link(Link const& link);

/// A standing as icon and word, coloured; as an icon for eyes alone, where the word stands elsewhere.
std::string html_standing(Standing standing);
std::string html_icon(Standing standing);

/// A whole document: `title` is text, `body` the markup of what stands in <body>. Its policy forbids everything but
/// inline style.
std::string page(std::string_view title, std::string_view body);

}  // namespace lapwing::report
