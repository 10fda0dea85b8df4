// SPDX-License-Identifier: Apache-2.0
// Which series: a metric and matchers on its labels, as in PromQL: model.accuracy{model="btc", column=~"price_.*"}.
#pragma once

#include "core/labels.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing {
struct Metric;
}
namespace re2 {
class RE2;
}

namespace lapwing::rules {

/// The labels that the series of a metric may carry, as the catalogue has them.
std::vector<std::string_view> label_names(Metric const& metric);

/// One condition on one label. An absent label has the value "". Regular expressions (RE2) match the whole value.
struct Matcher {
  enum class Op { equal, not_equal, matches, not_matches };
  std::string label;
  Op op;
  std::string value;
  std::shared_ptr<re2::RE2 const> regex;  // shared by copies of the rule; set for matches and not_matches

  bool accepts(Labels const& labels) const;
};

struct Selector {
  std::string metric;
  std::vector<Matcher> matchers;

  bool accepts(Labels const& labels) const;
};

}  // namespace lapwing::rules
