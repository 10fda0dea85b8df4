// SPDX-License-Identifier: Apache-2.0
#include "report/cells.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lapwing::report {
namespace {

using Range = std::pair<char32_t, char32_t>;

/// Marks that stand on the letter before them, joiners, selectors. Source: Unicode 15, Mn and Me of the usual scripts.
constexpr std::array kNoCell{Range{0x0300, 0x036F},   Range{0x0483, 0x0489},  Range{0x0591, 0x05BD},
                             Range{0x064B, 0x065F},   Range{0x0E34, 0x0E3A},  Range{0x0E47, 0x0E4E},
                             Range{0x1AB0, 0x1AFF},   Range{0x1DC0, 0x1DFF},  Range{0x200B, 0x200D},
                             Range{0x20D0, 0x20FF},   Range{0xFE00, 0xFE0F},  Range{0xFE20, 0xFE2F},
                             Range{0x1F3FB, 0x1F3FF}, Range{0xE0100, 0xE01EF}};
/// W and F of Unicode 15, EastAsianWidth.txt; emoji that are drawn as pictures by themselves among them.
constexpr std::array kTwoCells{
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x23E9, 0x23EC},   Range{0x23F0, 0x23F0},
    Range{0x23F3, 0x23F3},   Range{0x25FD, 0x25FE},   Range{0x2614, 0x2615},   Range{0x2648, 0x2653},
    Range{0x267F, 0x267F},   Range{0x2693, 0x2693},   Range{0x26A1, 0x26A1},   Range{0x26AA, 0x26AB},
    Range{0x26BD, 0x26BE},   Range{0x26C4, 0x26C5},   Range{0x26CE, 0x26CE},   Range{0x26D4, 0x26D4},
    Range{0x26EA, 0x26EA},   Range{0x26F2, 0x26F3},   Range{0x26F5, 0x26F5},   Range{0x26FA, 0x26FA},
    Range{0x26FD, 0x26FD},   Range{0x2705, 0x2705},   Range{0x270A, 0x270B},   Range{0x2728, 0x2728},
    Range{0x274C, 0x274C},   Range{0x274E, 0x274E},   Range{0x2753, 0x2755},   Range{0x2757, 0x2757},
    Range{0x2795, 0x2797},   Range{0x27B0, 0x27B0},   Range{0x27BF, 0x27BF},   Range{0x2B1B, 0x2B1C},
    Range{0x2B50, 0x2B50},   Range{0x2B55, 0x2B55},   Range{0x2E80, 0x303E},   Range{0x3041, 0x4DBF},
    Range{0x4E00, 0xA4CF},   Range{0xA960, 0xA97C},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
    Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F004, 0x1F004},
    Range{0x1F0CF, 0x1F0CF}, Range{0x1F18E, 0x1F18E}, Range{0x1F191, 0x1F19A}, Range{0x1F200, 0x1F320},
    Range{0x1F32D, 0x1F335}, Range{0x1F337, 0x1F37C}, Range{0x1F37E, 0x1F393}, Range{0x1F3A0, 0x1F3CA},
    Range{0x1F3CF, 0x1F3D3}, Range{0x1F3E0, 0x1F3F0}, Range{0x1F3F4, 0x1F3F4}, Range{0x1F3F8, 0x1F43E},
    Range{0x1F440, 0x1F440}, Range{0x1F442, 0x1F4FC}, Range{0x1F4FF, 0x1F53D}, Range{0x1F54B, 0x1F567},
    Range{0x1F57A, 0x1F57A}, Range{0x1F595, 0x1F596}, Range{0x1F5A4, 0x1F5A4}, Range{0x1F5FB, 0x1F64F},
    Range{0x1F680, 0x1F6C5}, Range{0x1F6CC, 0x1F6CC}, Range{0x1F6D0, 0x1F6D7}, Range{0x1F6DC, 0x1F6DF},
    Range{0x1F6EB, 0x1F6FC}, Range{0x1F7E0, 0x1F7F0}, Range{0x1F90C, 0x1F9FF}, Range{0x1FA70, 0x1FAFF},
    Range{0x20000, 0x3FFFD}};

template <std::size_t size>
bool is_in(std::array<Range, size> const& table, char32_t code) {
  auto const after = std::ranges::upper_bound(table, code, {}, &Range::first);
  return after != table.begin() && code <= std::prev(after)->second;
}

/// Takes the first character off valid UTF-8.
std::string_view take(std::string_view& text) {
  auto const lead = static_cast<unsigned char>(text[0]);
  std::size_t const size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  auto const character = text.substr(0, size);
  text.remove_prefix(character.size());
  return character;
}

std::size_t cells_of_one(std::string_view character) {
  if (character.size() == 1) return 1;
  char32_t code = static_cast<unsigned char>(character[0]) & (0xFFu >> (character.size() + 1));
  for (char const c : character.substr(1)) code = (code << 6) | (static_cast<unsigned char>(c) & 0x3F);
  return is_in(kNoCell, code) ? 0 : is_in(kTwoCells, code) ? 2 : 1;
}

}  // namespace

std::size_t cells_of(std::string_view text) {
  std::size_t cells = 0;
  while (!text.empty()) cells += cells_of_one(take(text));
  return cells;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t cells) {
  cells = std::max<std::size_t>(cells, 2);
  std::vector<std::string> lines;
  std::size_t used = cells;  // no line is begun
  for (auto word : split(text, ' ')) {
    if (word.empty()) continue;
    auto const own = cells_of(word);
    if (used + 1 + own <= cells) {
      lines.back().append(" ").append(word);
      used += 1 + own;
      continue;
    }
    lines.emplace_back();
    used = 0;
    while (!word.empty()) {
      auto const character = take(word);
      auto const size = cells_of_one(character);
      if (used + size > cells) {
        lines.emplace_back();
        used = 0;
      }
      lines.back().append(character);
      used += size;
    }
  }
  return lines;
}

}  // namespace lapwing::report
