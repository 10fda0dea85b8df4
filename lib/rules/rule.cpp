// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

#include "rules/significance.hpp"
#include "rules/text_template.hpp"

#include <algorithm>
#include <stdexcept>

namespace lapwing::rules {
namespace {

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

bool has_level(Rule const& rule, Level level) {
  return rule.bounds[std::size_t(level)] || (rule.significance && level == Level::info);
}

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

Level level_of(NoData const& no_data, std::size_t missed) {
  for (auto const level : {Level::critical, Level::warning, Level::info}) {
    auto const after = no_data[std::size_t(level)];
    if (after > 0 && missed >= after) return level;
  }
  return Level::ok;
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

RuleSet::RuleSet(std::vector<Rule> rules, std::vector<EventRule> events)
    : rules_(std::move(rules)), events_(std::move(events)) {
  enabled_rules_ = std::size_t(std::ranges::stable_partition(rules_, &Rule::is_enabled).begin() - rules_.begin());
  enabled_events_ =
      std::size_t(std::ranges::stable_partition(events_, &EventRule::is_enabled).begin() - events_.begin());
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    by_id_.emplace(rules_[i].id, i);
    if (i >= enabled_rules_) continue;
    is_clocked_ = is_clocked_ || rules_[i].watch.is_clocked();
    auto const trials = rules_[i].significance ? trials_metric(rules_[i].watch) : std::nullopt;
    for (auto const* const source : rules_[i].watch.sources()) {
      widen(source->selector.metric, source->window);
      if (trials && !trials->empty()) widen(*trials, source->window);
      if (auto const baseline = source->baseline(); !baseline.empty()) widen(baseline, {});
    }
  }
  for (auto const& event : this->events()) {
    for (auto const& metric : metrics_in(event.text)) horizons_.try_emplace(metric);
  }
}

void RuleSet::widen(std::string_view metric, series::Window const& window) {
  auto& horizon = horizons_[std::string(metric)];
  if (window.length)
    horizon.length = std::max(horizon.length, *window.length);
  else
    horizon.points = std::max(horizon.points, window.runs);
}

Rule const* RuleSet::find(std::string_view id) const {
  auto const found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &rules_[found->second];
}

EventRule const* RuleSet::find_event_rule(std::string_view id) const {
  auto const found = std::ranges::find(events_, id, &EventRule::id);
  return found == events_.end() ? nullptr : &*found;
}

std::optional<series::Horizon> RuleSet::horizon(std::string_view metric) const {
  auto const found = horizons_.find(metric);
  return found == horizons_.end() ? std::nullopt : std::optional(found->second);
}

RuleSet alone(Rule rule) {
  rule.is_enabled = true;
  return RuleSet({std::move(rule)});
}

}  // namespace lapwing::rules
