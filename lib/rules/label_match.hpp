// SPDX-License-Identifier: Apache-2.0
// The label sets of one side of an operator, and which of them goes with a result of the other.
#pragma once

#include "core/labels.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lapwing::rules {

class LabelMatch {
 public:
  /// Numbered in the order of adding: 0, 1, 2, …; each is added once.
  void add(Labels const& labels);
  bool has(Labels const& labels) const { return sets_.contains(labels); }
  /// The same labels, else the most of them: {repository="r"} for {repository="r", workflow="CI"}.
  std::optional<std::uint32_t> find(Labels const& labels) const;

 private:
  std::map<Labels, std::uint32_t> sets_;
  /// The names that sets consist of, the most first. A handful, whatever the number of sets.
  std::map<std::size_t, std::vector<std::vector<std::string>>, std::greater<>> shapes_;
};

}  // namespace lapwing::rules
