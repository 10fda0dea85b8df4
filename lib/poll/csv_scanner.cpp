// SPDX-License-Identifier: Apache-2.0
#include "poll/csv_scanner.hpp"

#include "core/quantity.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace lapwing::poll {
namespace {

constexpr std::string_view kCellTooLarge = "a cell of more than 1 MiB; is a quote never closed?";

std::string figure(std::size_t number) { return format_quantity(static_cast<double>(number), Unit::count); }

/// Turns "" into " in place: the text gets shorter, so the row can still be read to its end.
std::string_view halve_quotes(std::string_view cell) {
  char* const begin = const_cast<char*>(cell.data());  // the window's own bytes, which it gives away for changing
  char* out = begin;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    *out++ = cell[i];
    if (cell[i] == '"' && i + 1 < cell.size() && cell[i + 1] == '"') ++i;
  }
  return {begin, static_cast<std::size_t>(out - begin)};
}

}  // namespace

CsvScanner::CsvScanner(ReadBytes read, std::string name, char delimiter)
    : window_(std::move(read)), name_(std::move(name)), delimiter_(delimiter), cells_(64) {}

/// One bit for each of 64 bytes that is a delimiter, a newline or a quote; the first byte is the lowest bit.
std::uint64_t CsvScanner::specials(char const* block) const {
#if defined(__SSE2__)
  auto const delimiter = _mm_set1_epi8(delimiter_);
  auto const newline = _mm_set1_epi8('\n');
  auto const quote = _mm_set1_epi8('"');
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 64; i += 16) {
    auto const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(block + i));
    auto const found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter), _mm_cmpeq_epi8(bytes, newline)),
                                    _mm_cmpeq_epi8(bytes, quote));
    bits |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found))) << i;
  }
  return bits;
#else
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 64; ++i) {
    char const c = block[i];
    bits |= static_cast<std::uint64_t>((c == delimiter_) | (c == '\n') | (c == '"')) << i;
  }
  return bits;
#endif
}

Result<bool> CsvScanner::next() {
  if (!started_) {
    if (auto const ready = start(); !ready) return ready.error();
  }
  for (;;) {
    switch (scan_row()) {
      case Scan::complete: {
        bool const blank = row_.cells.size() == 1 && row_.cells[0].empty() && !quoted_;
        if (blank) continue;
        if (row_bytes_ <= kMaxCell) return true;
        auto const longest = std::ranges::max(row_.cells, {}, &std::string_view::size);
        if (longest.size() > kMaxCell) return too_large(row_.line, kCellTooLarge);
        return true;
      }
      case Scan::unclosed: {
        auto const line = line_ + static_cast<std::size_t>(std::count(start_, cell_, '\n'));
        return Error{ErrorKind::invalid, name_ + ", line " + figure(line) + ": a quote is opened and never closed"};
      }
      case Scan::needs_more:
        break;
    }
    if (window_.at_end()) return false;
    if (window_.end() - cell_ > static_cast<std::ptrdiff_t>(kMaxCell)) {
      return too_large(line_, kCellTooLarge);
    }
    auto const filled = window_.refill(start_);
    if (!filled)
      return filled.error().kind == ErrorKind::too_large ? too_large(line_, filled.error().message) : filled.error();
    start_ = window_.begin();
    block_ = start_;
    pending_ = specials(block_);
  }
}

Error CsvScanner::too_large(std::size_t line, std::string_view what) const {
  return {ErrorKind::too_large, name_ + ", line " + figure(line) + ": " + std::string(what)};
}

Result<void> CsvScanner::start() {
  started_ = true;
  while (!window_.at_end() && window_.end() - window_.begin() < 3) {
    if (auto const filled = window_.refill(window_.begin()); !filled) return filled.error();
  }
  std::string_view const head(window_.begin(), static_cast<std::size_t>(window_.end() - window_.begin()));
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) {
    return Error{ErrorKind::invalid, name_ + " is UTF-16; save it as UTF-8"};
  }
  start_ = window_.begin() + (head.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  block_ = start_;
  pending_ = specials(block_);
  return {};
}

/// Reads from start_ to the row's end. A row that is not complete in the window is read anew once there is more of it.
CsvScanner::Scan CsvScanner::scan_row() {
  char* const end = window_.end();
  cell_ = start_;
  closed_ = nullptr;
  doubled_ = quoted_ = false;
  count_ = 0;
  with_doubled_.clear();
  for (;;) {
    while (pending_ == 0) {
      block_ += 64;
      if (block_ >= end) {
        if (!window_.at_end() || start_ == end) return Scan::needs_more;
        return end_row(end);
      }
      pending_ = specials(block_);
    }
    char* const at = block_ + std::countr_zero(pending_);
    pending_ &= pending_ - 1;
    if (*at == delimiter_) {
      add_cell(at);
      cell_ = at + 1;
    } else if (*at == '\n') {
      return end_row(at);
    } else if (at == cell_) {
      quoted_ = true;
      char* close = at + 1;
      for (;; close += 2) {
        close = static_cast<char*>(std::memchr(close, '"', static_cast<std::size_t>(end - close)));
        if (close == nullptr) return window_.at_end() ? Scan::unclosed : Scan::needs_more;
        if (close[1] != '"') break;  // readable: the window is padded with zeros
        doubled_ = true;
      }
      if (close + 1 == end && !window_.at_end())
        return Scan::needs_more;  // the other half of a doubled quote may follow
      closed_ = close;
      seek(close + 1);
    }
  }
}

/// Goes on looking for specials at `at`.
void CsvScanner::seek(char* at) {
  auto const offset = at - block_;
  if (offset < 64) {
    pending_ &= ~std::uint64_t{0} << offset;
  } else {
    block_ = at;
    pending_ = specials(at);
  }
}

void CsvScanner::add_cell(char* at) {
  if (count_ == cells_.size()) cells_.resize(cells_.size() * 2);
  if (closed_ == nullptr) {
    cells_[count_++] = {cell_, static_cast<std::size_t>(at - cell_)};
    return;
  }
  bool const clean = closed_ + 1 == at;
  if (clean && doubled_) with_doubled_.push_back(count_);
  cells_[count_++] = clean ? std::string_view(cell_ + 1, static_cast<std::size_t>(closed_ - cell_ - 1))
                           : std::string_view(cell_, static_cast<std::size_t>(at - cell_));
  closed_ = nullptr;
  doubled_ = false;
}

CsvScanner::Scan CsvScanner::end_row(char* at) {
  char* const last = at > cell_ && at[-1] == '\r' ? at - 1 : at;
  add_cell(last);
  row_.line = line_;
  line_ += 1;
  if (quoted_) line_ += static_cast<std::size_t>(std::count(start_, at, '\n'));
  for (auto const i : with_doubled_) cells_[i] = halve_quotes(cells_[i]);
  row_.cells = {cells_.data(), count_};
  row_.raw = quoted_ ? std::string_view() : std::string_view(start_, static_cast<std::size_t>(last - start_));
  row_bytes_ = static_cast<std::size_t>(at - start_);
  start_ = at == window_.end() ? at : at + 1;
  return Scan::complete;
}

}  // namespace lapwing::poll
