// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace lapwing::rules {
namespace {

/// Equal but for the rounding of doubles: 80% less 70% is a drop of 10pp, though 0.8 - 0.7 > 0.1.
bool is_same(double a, double b) { return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b)); }

bool is_beyond(When when, Bound bound, double value) {
  bool const under = value < bound.low && !is_same(value, bound.low);
  bool const over = value > bound.high && !is_same(value, bound.high);
  switch (when) {
    case When::below:
      return under;
    case When::above:
      return over;
    case When::outside:
      return under || over;
    case When::equals:
      return !under && !over;
    case When::differs:
      return under || over;
  }
  throw std::logic_error("is_beyond: unknown When");
}

}  // namespace

Level level_of(Rule const& rule, double value) {
  for (auto const level : {Level::critical, Level::warning, Level::info}) {
    auto const& bound = rule.bounds[std::size_t(level)];
    if (bound && is_beyond(rule.when, *bound, value)) return level;
  }
  return Level::ok;
}

bool clears(Rule const& rule, double value) {
  if (level_of(rule, value) != Level::ok) return false;
  if (!rule.recover) return true;
  return is_same(value, *rule.recover) || (rule.when == When::below ? value > *rule.recover : value < *rule.recover);
}

std::string threshold_text(Rule const& rule, Level level) {
  auto const& bound = rule.bounds[std::size_t(level)];
  if (!bound) return "";
  auto const unit = rule.watch.unit;
  auto const low = format_quantity(bound->low, unit);
  switch (rule.when) {
    case When::below:
      return "below " + low;
    case When::above:
      return "above " + low;
    case When::outside:
      return "outside " + low + " to " + format_quantity(bound->high, unit);
    case When::equals:
      return "equal to " + low;
    case When::differs:
      return "other than " + low;
  }
  throw std::logic_error("threshold_text: unknown When");
}

RuleSet::RuleSet(std::vector<Rule> rules) : rules_(std::move(rules)) {
  for (std::size_t i = 0; i < rules_.size(); ++i) by_metric_[rules_[i].watch.selector.metric].push_back(i);
}

Rule const* RuleSet::find(std::string_view id) const {
  auto const found = std::ranges::find(rules_, id, &Rule::id);
  return found == rules_.end() ? nullptr : &*found;
}

std::span<std::size_t const> RuleSet::watching(std::string_view metric) const {
  auto const found = by_metric_.find(metric);
  return found == by_metric_.end() ? std::span<std::size_t const>{} : found->second;
}

series::Horizon RuleSet::horizon() const {
  series::Horizon horizon;
  for (auto const& rule : rules_) {
    auto const& window = rule.watch.window;
    if (window.length)
      horizon.length = std::max(horizon.length, *window.length);
    else
      horizon.points = std::max(horizon.points, window.runs);
  }
  return horizon;
}

}  // namespace lapwing::rules
