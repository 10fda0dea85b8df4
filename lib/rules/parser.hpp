// SPDX-License-Identifier: Apache-2.0
// From text to the tree of an expression, and to the smaller things that are written like a part of one. Each stops at
// the first fault. Units are another matter: rules/unit_check.hpp.
#pragma once

#include "rules/expression.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lapwing::rules {

/// Names of metrics, functions and labels in braces are checked; units and the labels after `by` are not yet.
std::variant<std::vector<Node>, SyntaxError> parse_nodes(std::string_view text);

/// Which events: run.completed{workflow="CI", conclusion!="success"}.
struct EventSelector {
  std::string type;
  std::vector<Matcher> matchers;
};
std::variant<EventSelector, SyntaxError> parse_event_selector(std::string_view text);

/// A label set as Labels::to_string writes it: {workflow="CI"}; {} for none.
std::variant<Labels, SyntaxError> parse_labels(std::string_view text);

}  // namespace lapwing::rules
