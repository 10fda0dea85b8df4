// SPDX-License-Identifier: Apache-2.0
// What an alert watches: a selector, or a function of its window.
//   model.accuracy                            the newest value
//   drop(model.accuracy, last 20 runs)        a window by samples; drop looks at the 20 before the newest
//   mean(data.age{dataset="prices"}, 7d)      a window by time
#pragma once

#include "core/quantity.hpp"
#include "rules/selector.hpp"
#include "series/window.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace lapwing::rules {

/// How far back a function looks: so many of the newest samples, or so long.
struct Window {
  std::size_t runs = 1;  ///< used where `length` is absent
  std::optional<Duration> length;
};

struct Expression {
  std::string text;  ///< as written
  Selector selector;
  series::WindowFunction const* function = nullptr;  ///< nullptr: the newest value
  Window window;
  Unit unit = Unit::number;  ///< of the result
};

/// Why a text is no expression, and where: `offset` bytes into it.
struct SyntaxError {
  std::size_t offset;
  std::string what;
};

/// Parses and checks names and units. Never recurses on its input and reads at most 4,000 characters.
std::variant<Expression, SyntaxError> parse_expression(std::string_view text);

/// The value of one series as of `until`; absent where the window holds too little.
std::optional<double> value_of(Expression const& expression, series::History const& history, series::SeriesId id,
                               TimePoint until);

/// The points the expression looked at, oldest first: for sparklines.
std::span<series::Point const> points_of(Expression const& expression, series::History const& history,
                                         series::SeriesId id, TimePoint until);

}  // namespace lapwing::rules
