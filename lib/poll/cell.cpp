// SPDX-License-Identifier: Apache-2.0
#include "poll/cell.hpp"

#include "core/text.hpp"
#include "core/time.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace lapwing::poll {
namespace {

constexpr std::array kNames{
    std::pair{CellType::unknown, std::string_view("unknown")}, std::pair{CellType::number, std::string_view("number")},
    std::pair{CellType::boolean, std::string_view("boolean")}, std::pair{CellType::time, std::string_view("time")},
    std::pair{CellType::text, std::string_view("text")}};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The whole grammar: [+-] digits [. digits] [e [+-] digits], with a digit before or after the point.
bool is_number_by_grammar(std::string_view cell) {
  std::size_t i = 0;
  auto const digits = [&] {
    auto const from = i;
    while (i < cell.size() && is_digit(cell[i])) ++i;
    return i - from;
  };
  auto const sign = [&] {
    if (i < cell.size() && (cell[i] == '-' || cell[i] == '+')) ++i;
  };
  sign();
  auto mantissa = digits();
  if (i < cell.size() && cell[i] == '.') {
    ++i;
    mantissa += digits();
  }
  if (mantissa == 0) return false;
  if (i < cell.size() && (cell[i] == 'e' || cell[i] == 'E')) {
    ++i;
    sign();
    if (digits() == 0) return false;
  }
  return i == cell.size();
}

#if defined(__SSE2__)
/// One bit for each byte that is no digit; the first byte is the lowest bit.
std::uint32_t non_digits(__m128i bytes) {
  auto const from_zero = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
  auto const over = _mm_max_epu8(from_zero, _mm_set1_epi8(10));
  return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(over, from_zero)));
}

/// The same for a text of 8 to 32 bytes: its head and its tail overlap, so that nothing outside is read.
std::uint32_t non_digits(std::string_view text) {
  auto const size = text.size();
  if (size >= 16) {
    auto const head = non_digits(_mm_loadu_si128(reinterpret_cast<__m128i const*>(text.data())));
    auto const tail = non_digits(_mm_loadu_si128(reinterpret_cast<__m128i const*>(text.data() + size - 16)));
    return head | tail << (size - 16);
  }
  auto const head = non_digits(_mm_loadl_epi64(reinterpret_cast<__m128i const*>(text.data()))) & 0xFF;
  auto const tail = non_digits(_mm_loadl_epi64(reinterpret_cast<__m128i const*>(text.data() + size - 8))) & 0xFF;
  return head | tail << (size - 8);
}
#endif

bool is_boolean(std::string_view cell) {
  if (cell.size() != 4 && cell.size() != 5) return false;
  auto const lower = to_lower(cell);
  return lower == "true" || lower == "false";
}

bool is_time(std::string_view cell) { return cell.size() >= 8 && is_digit(cell[0]) && parse_timestamp(cell); }

}  // namespace

bool is_number(std::string_view cell) {
#if defined(__SSE2__)
  // Most numbers are digits with one point: [-]123.456. What has an exponent takes the long way.
  if (cell.size() >= 8 && cell.size() <= 32) {
    auto odd = non_digits(cell);
    if (cell[0] == '-') odd &= ~1u;
    if (odd == 0) return true;
    if ((odd & (odd - 1)) == 0 && cell[static_cast<std::size_t>(std::countr_zero(odd))] == '.') return true;
  }
#endif
  return is_number_by_grammar(cell);
}

CellType type_of(std::string_view cell) {
  if (is_number(cell)) return CellType::number;
  if (is_boolean(cell)) return CellType::boolean;
  return is_time(cell) ? CellType::time : CellType::text;
}

bool fits(CellType type, std::string_view cell) {
  switch (type) {
    case CellType::number:
      return is_number(cell);
    case CellType::boolean:
      return is_boolean(cell);
    case CellType::time:
      return is_time(cell);
    case CellType::unknown:
    case CellType::text:
      return true;
  }
  return true;
}

std::string_view name_of(CellType type) { return kNames[static_cast<std::size_t>(type)].second; }

CellType parse_cell_type(std::string_view name) {
  for (auto const& [type, known] : kNames) {
    if (known == name) return type;
  }
  return CellType::unknown;
}

}  // namespace lapwing::poll
