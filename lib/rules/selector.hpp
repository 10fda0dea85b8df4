// SPDX-License-Identifier: Apache-2.0
// Which series: a metric and matchers on its labels, as in PromQL: model.accuracy{model="btc", column=~"price_.*"}.
#pragma once

#include "core/labels.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace lapwing::rules {

/// The names in a label list of the catalogues: "dataset, [column]".
std::vector<std::string_view> label_names(std::string_view list);

/// One condition on one label. An absent label has the value "". Regular expressions (RE2) match the whole value.
struct Matcher {
  enum class Op { equal, not_equal, matches, not_matches };
  std::string label;
  Op op;
  std::string value;
  std::shared_ptr<re2::RE2 const> regex;  // shared by copies of the rule; set for matches and not_matches

  bool accepts(Labels const& labels) const;
  bool operator==(Matcher const& other) const;
};

struct Selector {
  std::string metric;
  std::vector<Matcher> matchers;

  bool accepts(Labels const& labels) const;
  bool operator==(Selector const&) const = default;
};

bool accept(std::vector<Matcher> const& matchers, Labels const& labels);

/// The labels that `=` alone tells.
Labels plain_labels(std::vector<Matcher> const& matchers);

}  // namespace lapwing::rules
