// SPDX-License-Identifier: Apache-2.0
// Builds a rule in one line: a_rule("model.accuracy").below().warning(0.65).critical(0.60).recover(0.67).runs(2).
#pragma once

#include "rules/rule.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace lapwing::test {

/// The expression; throws with the fault where the text is none.
inline rules::Expression expression(std::string_view text) {
  auto parsed = rules::parse_expression(text);
  if (auto* const fault = std::get_if<rules::SyntaxError>(&parsed)) throw std::invalid_argument(fault->what);
  return std::get<rules::Expression>(std::move(parsed));
}

class ARule {
 public:
  explicit ARule(std::string_view watch) {
    rule_.id = "an-alert";
    rule_.watch = expression(watch);
  }

  ARule& id(std::string id) { return rule_.id = std::move(id), *this; }
  ARule& was(std::string id) { return rule_.was = std::move(id), *this; }
  ARule& disabled() { return rule_.is_enabled = false, *this; }
  ARule& below() { return rule_.when = rules::When::below, *this; }
  ARule& above() { return rule_.when = rules::When::above, *this; }
  ARule& outside() { return rule_.when = rules::When::outside, *this; }
  ARule& equals() { return rule_.when = rules::When::equals, *this; }
  ARule& differs() { return rule_.when = rules::When::differs, *this; }
  ARule& bound(Level level, double low, double high) {
    rule_.bounds[std::size_t(level)] = rules::Bound{low, high};
    return *this;
  }
  ARule& info(double at) { return bound(Level::info, at, at); }
  ARule& warning(double at) { return bound(Level::warning, at, at); }
  ARule& critical(double at) { return bound(Level::critical, at, at); }
  ARule& recover(double at) { return rule_.recover = at, *this; }
  ARule& runs(std::size_t count) { return rule_.hold.runs = count, *this; }
  ARule& hold(Duration length) { return rule_.hold.length = length, *this; }
  ARule& recover_runs(std::size_t count) { return rule_.recover_hold.runs = count, *this; }
  ARule& recover_hold(Duration length) { return rule_.recover_hold.length = length, *this; }
  ARule& flap(std::size_t window, double high, double low) { return rule_.flap = {window, high, low}, *this; }
  ARule& significance(double confidence) { return rule_.significance = confidence, *this; }
  ARule& min_samples(std::size_t count) { return rule_.min_samples = count, *this; }
  ARule& summary(std::string text) { return rule_.summary = std::move(text), *this; }
  ARule& action(std::string text) { return rule_.action = std::move(text), *this; }

  operator rules::Rule() const { return rule_; }

 private:
  rules::Rule rule_;
};

inline ARule a_rule(std::string_view watch = "model.accuracy") { return ARule(watch); }

}  // namespace lapwing::test
