// SPDX-License-Identifier: Apache-2.0
// The text of one file while it is parsed: places counted in characters, and the defects that the YAML library
// forgives.
#pragma once

#include "config/problems.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::config {

/// A byte's position; both count from 0.
struct Spot {
  std::size_t line = 0;
  std::size_t column = 0;
  bool operator==(Spot const&) const = default;
};

/// Looks at bytes that outlive it. Spots beyond the end mean the end.
class Source {
 public:
  Source(std::string_view bytes, std::string file_name);

  Place place(Spot spot) const;
  Place whole() const { return {file_}; }

  /// The first byte that is no UTF-8, or a character that controls, turns or hides text. Tabs and line ends (LF, CRLF)
  /// are fine.
  std::optional<Problem> first_unprintable() const;

  /// The quote that opens the scalar at `spot` (an anchor and a tag may come first) and that nothing closes. Absent for
  /// every other scalar.
  std::optional<Spot> unclosed_quote(Spot spot) const;

  /// The first tab in the indentation of the line.
  std::optional<Spot> tab_in_indentation(std::size_t line) const;

  /// The dash of the empty item of a block list that the parser noticed only at `spot`. The list begins at `list`.
  Spot empty_item(Spot spot, Spot list) const;

  /// `~` or `null` stands there.
  bool is_null(Spot spot) const;

  /// Nothing but blanks follows.
  bool is_end(Spot spot) const;

 private:
  std::size_t offset(Spot spot) const;

  std::shared_ptr<std::string const> file_;
  std::string_view bytes_;
  std::vector<std::string_view> lines_;
  mutable Spot last_;  // the last one that `place` was asked for, and the characters before it
  mutable std::size_t last_characters_ = 0;
};

}  // namespace lapwing::config
