// SPDX-License-Identifier: Apache-2.0
// The label set of a series or an alert: which model, which workflow, which column.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lapwing {

/// A small map, sorted by name; the empty value means the label is absent (as in Prometheus). Values are sanitised text
/// from outside and are escaped by whoever renders them.
class Labels {
 public:
  using Pair = std::pair<std::string, std::string>;

  Labels() = default;
  Labels(std::initializer_list<Pair> pairs);

  /// Sets or, with "", removes.
  void set(std::string_view name, std::string_view value);
  /// "" where absent.
  std::string_view get(std::string_view name) const;
  bool empty() const { return pairs_.empty(); }
  std::vector<Pair> const& pairs() const { return pairs_; }

  /// {model="bitcoin", column="price"}; "" when empty. One form for keys, commands and logs.
  std::string to_string() const;
  /// The inverse of to_string; a damaged text gives what could be read.
  static Labels from_string(std::string_view text);

  bool operator==(Labels const&) const = default;
  auto operator<=>(Labels const&) const = default;

 private:
  std::vector<Pair> pairs_;
};

}  // namespace lapwing
