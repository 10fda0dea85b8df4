// SPDX-License-Identifier: Apache-2.0
#include "config/source.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <utility>

namespace lapwing::config {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlanks = " \t\r\n";

}  // namespace

Source::Source(std::string_view bytes, std::string file_name)
    : file_(std::make_shared<std::string const>(std::move(file_name))),
      bytes_(bytes.starts_with(kByteOrderMark) ? bytes.substr(kByteOrderMark.size()) : bytes),
      lines_(split(bytes_, '\n')) {}

Place Source::place(Spot spot) const {
  if (spot.line >= lines_.size()) spot = {lines_.size() - 1, lines_.back().size()};
  // The parser asks from left to right: going on from the last answer keeps a file of one long line from taking for
  // ever.
  if (spot.line != last_.line || spot.column < last_.column) last_ = {spot.line, 0}, last_characters_ = 0;
  last_characters_ += count_characters(lines_[spot.line].substr(0, spot.column).substr(last_.column));
  last_ = spot;
  return {file_, int(spot.line) + 1, int(last_characters_) + 1};
}

std::size_t Source::offset(Spot spot) const {
  if (spot.line >= lines_.size()) return bytes_.size();
  auto const line = lines_[spot.line];
  return std::size_t(line.data() - bytes_.data()) + std::min(spot.column, line.size());
}

std::optional<Problem> Source::first_unprintable() const {
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    auto const line = lines_[i].ends_with('\r') ? lines_[i].substr(0, lines_[i].size() - 1) : lines_[i];
    auto at = find_unprintable(line);
    while (at != line.npos && line[at] == '\t') at = find_unprintable(line, at + 1);
    if (at == line.npos) continue;
    bool const is_utf8 = printable(line.substr(at, 4)).starts_with(' ');
    return Problem{place({i, at}), is_utf8 ? "a control character, or one that turns or hides text; remove it"
                                           : "this is not UTF-8; save the file as UTF-8"};
  }
  return std::nullopt;
}

std::optional<Spot> Source::unclosed_quote(Spot spot) const {
  auto at = offset(spot);
  while (at < bytes_.size() && (bytes_[at] == '&' || bytes_[at] == '!')) {
    at = std::min(bytes_.find_first_of(kBlanks, at), bytes_.size());
    at = std::min(bytes_.find_first_not_of(kBlanks, at), bytes_.size());
  }
  if (at == bytes_.size() || (bytes_[at] != '\'' && bytes_[at] != '"')) return std::nullopt;
  char const quote = bytes_[at];
  for (auto end = at + 1; end < bytes_.size(); ++end) {
    bool const doubled = quote == '\'' && bytes_.substr(end, 2) == "''";
    bool const escaped = quote == '"' && bytes_[end] == '\\';
    if (doubled || escaped)
      ++end;
    else if (bytes_[end] == quote)
      return std::nullopt;
  }
  auto const line = std::size_t(std::ranges::count(bytes_.substr(0, at), '\n'));
  return Spot{line, at - offset({line, 0})};
}

std::optional<Spot> Source::tab_in_indentation(std::size_t line) const {
  if (line >= lines_.size()) return std::nullopt;
  auto const indentation = lines_[line].substr(0, lines_[line].find_first_not_of(kBlanks));
  auto const tab = indentation.find('\t');
  if (tab == indentation.npos) return std::nullopt;
  return Spot{line, tab};
}

Spot Source::empty_item(Spot spot, Spot list) const {
  for (auto line = std::min(spot.line, lines_.size()); line-- > list.line;) {
    if (lines_[line].substr(std::min(list.column, lines_[line].size())).starts_with('-')) return {line, list.column};
  }
  return spot;
}

bool Source::is_null(Spot spot) const {
  auto const text = bytes_.substr(offset(spot), 4);
  return text.starts_with('~') || to_lower(text) == "null";
}

bool Source::is_end(Spot spot) const { return bytes_.find_first_not_of(kBlanks, offset(spot)) == bytes_.npos; }

}  // namespace lapwing::config
