// SPDX-License-Identifier: Apache-2.0
// Text that may come from anywhere: sanitising, cutting between characters, finding the nearest name.
// "Character" is a Unicode code point, as Discord counts them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing {

/// Text from outside (branch, commit, file content, a server's answer). Carries no formatting rights: only a renderer
/// turns it into output, by escaping it for its own medium. Holds valid UTF-8 without control characters.
class Untrusted {
 public:
  Untrusted() = default;
  explicit Untrusted(std::string_view raw);
  /// Sanitised, not escaped: for renderers.
  std::string const& raw() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(Untrusted const&) const = default;

 private:
  std::string text_;
};

/// Valid UTF-8 on one line: bad bytes become U+FFFD, control characters (newlines, ANSI escapes, NUL) and
/// those that turn or hide text (bidi controls) become spaces; cut to `limit` characters. For messages, errors and log
/// values.
std::string printable(std::string_view raw, std::size_t limit = 300);

/// The first byte from `from` on that `printable` would replace, or npos.
std::size_t find_unprintable(std::string_view text, std::size_t from = 0);

/// The number of code points. Bytes that are no UTF-8 count one each.
std::size_t count_characters(std::string_view text);

/// At most `limit` characters, never cut inside one; a cut text ends in "…" (within the limit).
std::string cut(std::string_view text, std::size_t limit);

/// The candidate nearest to `name` by edit distance (case does not count), or "" where none is close enough.
std::string_view nearest(std::string_view name, std::span<std::string_view const> candidates);

/// "; did you mean 'x'?" or "".
std::string did_you_mean(std::string_view name, std::span<std::string_view const> candidates);

/// "a, b and c".
std::string list_of(std::span<std::string const> names, std::string_view last = "and");

std::string to_lower(std::string_view text);
std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

/// Shell-style match of a whole name: `*` any run, `?` one character, all else itself. For file names and silences.
bool matches_glob(std::string_view pattern, std::string_view name);

}  // namespace lapwing
