// SPDX-License-Identifier: Apache-2.0
// What an alert watches, as a small tree.
//   model.accuracy                                    the newest value of each series
//   drop(model.accuracy, last 20 runs)                a window by samples; drop looks at the 20 before the newest
//   mean(data.age{dataset="prices"}, 7d)              a window by time
//   mean(poll.success, last 50 runs) by (type)        the samples of all series that share the label, as one
//   streak(poll.success == 0) by (poller)             a comparison within a window is of each sample
//   sum(data.missing{column!=""}) by (dataset)        across the newest values of several series
//   sum(data.missing) by () / max(data.records) by () arithmetic and comparison, of results whose labels match
#pragma once

#include "core/quantity.hpp"
#include "rules/operator.hpp"
#include "rules/selector.hpp"
#include "series/window.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lapwing::rules {

/// The labels that results carry: always, or where the series has them.
struct LabelShape {
  std::vector<std::string> always;
  std::vector<std::string> sometimes;

  bool has(std::string_view name) const;
  std::vector<std::string> all() const;
};

/// The labels named after `by`, with where they stand.
struct Grouping {
  struct Name {
    std::string label;
    std::size_t offset;
  };
  std::vector<Name> names;

  /// What is left of a label set.
  Labels project(Labels const& labels) const;
};

/// A comparison that each sample of a window is put to: == 0.
struct Condition {
  Operator op;
  Quantity quantity;
  std::size_t begin;  ///< of the quantity in the text
  std::size_t end;
};

struct Number {
  Quantity quantity;
};

/// The samples of one metric: the newest, or a function of a window of them.
struct Samples {
  Selector selector;
  series::WindowFunction const* function = nullptr;  ///< nullptr: the newest value
  series::Window window;
  Duration ahead{0};
  std::optional<Condition> condition;
  std::optional<Grouping> by;  ///< absent: each series for itself

  /// The metric whose samples begin the window anew: what is before them is not comparable. "" where none does.
  std::string_view baseline() const;
};

/// A function across the newest values of another node's results.
struct Across {
  series::WindowFunction const* function;
  Grouping by;
  std::size_t of;
};

struct Binary {
  Operator op;
  std::size_t left;
  std::size_t right;
};

struct Node {
  std::variant<Number, Samples, Across, Binary> what;
  std::size_t begin;  ///< in the text
  std::size_t end;
  // What check_units finds:
  Unit unit = Unit::number;
  bool is_quotient = false;  ///< a number that may be written as a share: 1.5 or 150%
  LabelShape labels = {};
};

/// Whether a node is 1 or 0 for a comparison that holds or does not.
bool is_comparison(Node const& node);

struct Expression {
  std::string text;         ///< as written
  std::vector<Node> nodes;  ///< children before their parents; the last is the whole
  Unit unit = Unit::number;

  Node const& whole() const { return nodes.back(); }
  /// What it looks at, in the order of the text; at least one.
  std::vector<Samples const*> sources() const;
  bool looks_at(std::string_view metric) const;
  /// Its value changes while nothing arrives: it looks at an age.
  bool is_clocked() const;
};

/// Why a text is no expression, and where: `offset` bytes into it.
struct SyntaxError {
  std::size_t offset;
  std::string what;
};

/// Parses and checks names, units and labels. Reads at most 4,000 characters, 256 parts and 64 brackets within each
/// other.
std::variant<Expression, SyntaxError> parse_expression(std::string_view text);

}  // namespace lapwing::rules
