// SPDX-License-Identifier: Apache-2.0
// A report for a terminal and a pager.
#pragma once

#include "report/document.hpp"

#include <cstddef>
#include <string>

namespace lapwing::report {

struct TextStyle {
  bool colour = false;     ///< ANSI colours; the words say the same without
  std::size_t width = 80;  ///< cells of the terminal
};

/// Verdict first, then a row a figure: icon and name, value, change, the value before in brackets, n, standing, target,
/// the points as a sparkline. As many of them as fit stand in columns; the others, and the note, on lines below. No
/// line but that of a URL is wider than the width (20 at the least). Text from outside is cut to 200 characters, a
/// remark to 600, and then ends in "…".
std::string as_text(Document const& document, TextStyle style);

}  // namespace lapwing::report
