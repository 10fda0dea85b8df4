// SPDX-License-Identifier: Apache-2.0
// Text on a grid of cells, as a terminal shows it: most characters are one cell wide, icons and East Asian letters two,
// accents and joiners none. The text is valid UTF-8 without control characters (core/text's printable makes it so).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::report {

/// So many cells.
std::size_t cells_of(std::string_view text);

/// In lines of at most so many cells, broken at blanks; a word that is wider is broken where it must be. No line
/// for no text. A width under 2 counts as 2.
std::vector<std::string> wrapped(std::string_view text, std::size_t cells);

}  // namespace lapwing::report
