// SPDX-License-Identifier: Apache-2.0
#include "core/text.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace lapwing {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Character {
  char32_t code;     // meaningful where valid
  std::size_t size;  // bytes consumed, at least 1
  bool valid;
};

/// Decodes one code point as RFC 3629 demands: no overlong forms, no surrogates, nothing beyond U+10FFFF.
Character decode(std::string_view text) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned const lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  std::size_t const size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {0, 1, false};
  char32_t code = lead & (0xFFu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {0, 1, false};
    code = (code << 6) | (byte(i) & 0x3F);
  }
  bool const overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  bool const valid = !overlong && !(code >= 0xD800 && code <= 0xDFFF) && code <= 0x10FFFF;
  return {code, valid ? size : 1, valid};
}

/// Control characters and those that reorder or hide text: what Unicode calls Bidi_Control (15.0, PropList.txt), line
/// and paragraph separators, the byte order mark. Joiners stay: emoji and scripts need them.
bool is_unprintable(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

/// Most text is of nothing else, and needs no second look.
bool is_plain(char one) { return one >= ' ' && one <= '~'; }

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t const substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, substituted}));
    }
  }
  return row.back();
}

}  // namespace

Untrusted::Untrusted(std::string_view raw) : text_(printable(raw, std::numeric_limits<std::size_t>::max())) {}

std::string printable(std::string_view raw, std::size_t limit) {
  if (raw.size() <= limit && std::ranges::all_of(raw, is_plain)) return std::string(raw);
  std::string out;
  // A character is at most 4 bytes: anything beyond can not survive the cut, so it is not even looked at.
  if (limit < raw.size() / 4) raw = raw.substr(0, limit * 4 + 4);
  out.reserve(raw.size());
  while (!raw.empty()) {
    auto const next = decode(raw);
    if (!next.valid)
      out += kReplacement;
    else if (is_unprintable(next.code))
      out += ' ';
    else
      out += raw.substr(0, next.size);
    raw.remove_prefix(next.size);
  }
  return limit == std::numeric_limits<std::size_t>::max() ? out : cut(out, limit);
}

std::size_t find_unprintable(std::string_view text, std::size_t from) {
  while (from < text.size()) {
    auto const next = decode(text.substr(from));
    if (!next.valid || is_unprintable(next.code)) return from;
    from += next.size;
  }
  return text.npos;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    text.remove_prefix(decode(text).size);
    ++count;
  }
  return count;
}

std::string cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit || count_characters(text) <= limit) return std::string(text);
  if (limit == 0) return "";
  std::size_t bytes = 0;
  for (std::size_t i = 0; i + 1 < limit; ++i) bytes += decode(text.substr(bytes)).size;
  return std::string(text.substr(0, bytes)).append(kEllipsis);
}

std::string_view nearest(std::string_view name, std::span<std::string_view const> candidates) {
  std::string const wanted = to_lower(name.substr(0, 64));
  std::string_view best;
  // A third of the name may differ, two letters at least, but never all of a short one.
  std::size_t best_distance =
      std::min(std::max<std::size_t>(3, wanted.size() / 3 + 1), std::max<std::size_t>(1, wanted.size()));
  for (auto const candidate : candidates) {
    auto const distance = edit_distance(wanted, to_lower(candidate));
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view name, std::span<std::string_view const> candidates) {
  auto const best = nearest(name, candidates);
  return best.empty() ? "" : "; did you mean '" + std::string(best) + "'?";
}

std::string list_of(std::span<std::string const> names, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " " + std::string(last) + " " : ", ";
    out += names[i];
  }
  return out;
}

std::string to_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  }
  return out;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  auto const first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    auto const at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == text.npos) return parts;
    text.remove_prefix(at + 1);
  }
}

bool matches_glob(std::string_view pattern, std::string_view name) {
  std::size_t p = 0, n = 0, star = pattern.npos, resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.size() && pattern[p] == '?') {
      ++p;
      n += decode(name.substr(n)).size;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p;
      ++n;
    } else if (star != pattern.npos) {
      p = star + 1;
      resume += decode(name.substr(resume)).size;
      n = resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace lapwing
