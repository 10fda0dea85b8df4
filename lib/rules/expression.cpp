// SPDX-License-Identifier: Apache-2.0
#include "rules/expression.hpp"

#include "core/catalogue.hpp"
#include "core/text.hpp"
#include "rules/parser.hpp"
#include "rules/unit_check.hpp"

#include <algorithm>

namespace lapwing::rules {

bool LabelShape::has(std::string_view name) const {
  return std::ranges::find(always, name) != always.end() || std::ranges::find(sometimes, name) != sometimes.end();
}

std::vector<std::string> LabelShape::all() const {
  auto names = always;
  names.insert(names.end(), sometimes.begin(), sometimes.end());
  return names;
}

Labels Grouping::project(Labels const& labels) const {
  Labels out;
  for (auto const& name : names) out.set(name.label, labels.get(name.label));
  return out;
}

std::string_view Samples::baseline() const { return function == nullptr ? "" : baseline_of(selector.metric); }

bool is_comparison(Node const& node) {
  auto const* const binary = std::get_if<Binary>(&node.what);
  return binary != nullptr && is_comparison(binary->op);
}

std::vector<Samples const*> Expression::sources() const {
  std::vector<Samples const*> out;
  for (auto const& node : nodes) {
    if (auto const* const samples = std::get_if<Samples>(&node.what)) out.push_back(samples);
  }
  return out;
}

bool Expression::looks_at(std::string_view metric) const {
  auto const all = sources();
  return std::ranges::any_of(all, [&](Samples const* one) { return one->selector.metric == metric; });
}

bool Expression::is_clocked() const {
  auto const all = sources();
  return std::ranges::any_of(all, [](Samples const* one) { return one->function && one->function->is_clocked; });
}

std::variant<Expression, SyntaxError> parse_expression(std::string_view text) {
  auto parsed = parse_nodes(text);
  if (auto* const fault = std::get_if<SyntaxError>(&parsed)) return std::move(*fault);
  Expression expression{std::string(trim(text)), std::get<std::vector<Node>>(std::move(parsed)), Unit::number};
  if (auto fault = check_units(expression.nodes, text)) return *std::move(fault);
  expression.unit = expression.whole().unit;
  return expression;
}

}  // namespace lapwing::rules
