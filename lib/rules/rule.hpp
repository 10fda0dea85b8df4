// SPDX-License-Identifier: Apache-2.0
// One alert of alerts.yaml, typed and checked. Const after load; nothing of a run lives here.
#pragma once

#include "core/level.hpp"
#include "rules/parser.hpp"

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::rules {

enum class When { below, above, outside, equals, differs };

/// A threshold in the expression's unit: low == high but for `outside`, where the value is bad beyond either.
struct Bound {
  double low;
  double high;
};

/// How long a level must show before it counts: so many samples in a row and so long from the first of them.
struct Hold {
  std::size_t runs = 1;
  Duration length{0};
};

/// By Level: after how many polls in a row without it a watched series is missing at that level; 0: never.
using NoData = std::array<std::size_t, 4>;

/// The `watch:` of alerts.yaml: a number that is judged.
struct Rule {
  std::string id;
  Expression watch;
  When when = When::below;
  std::array<std::optional<Bound>, 4> bounds;  ///< by Level; that of ok is never set
  std::optional<double> recover;               ///< back to ok only at or past this
  Hold hold;
  std::size_t min_samples = 0;  ///< fewer in the window: nothing is said of the value but that it is learning
  NoData no_data{0, 0, 2, 0};   ///< warning after 2 missed polls
  std::string summary;          ///< a template (rules/text_template.hpp); "" for the built-in sentence
  std::string action;           ///< a template; may be ""
  std::string runbook;          ///< an http(s) URL or ""
};

/// The `on:` of alerts.yaml: something that is told when it happens.
struct EventRule {
  std::string id;
  EventSelector on;
  Level level = Level::info;
  std::string text;     ///< a template
  std::string action;   ///< may be ""
  std::string runbook;  ///< an http(s) URL or ""
};

/// The worst level whose bound the value is beyond; ok if none.
Level level_of(Rule const& rule, double value);

/// Whether the value lets an open incident close: the value is ok and at or past `recover`.
bool clears(Rule const& rule, double value);

/// The worst level at which a series is missing; ok if none.
Level level_of(NoData const& no_data, std::size_t missed);

/// "below 60%", "outside 360 to 370": the bound of that level in words.
std::string threshold_text(Rule const& rule, Level level);

/// All rules, with what to look up fast.
class RuleSet {
 public:
  RuleSet() = default;
  explicit RuleSet(std::vector<Rule> rules, std::vector<EventRule> events = {});

  std::span<Rule const> all() const { return rules_; }
  Rule const& operator[](std::size_t index) const { return rules_[index]; }
  Rule const* find(std::string_view id) const;
  std::span<EventRule const> events() const { return events_; }
  EventRule const* find_event_rule(std::string_view id) const;

  /// How much of a metric's history the rules look at; absent where none looks at any.
  std::optional<series::Horizon> horizon(std::string_view metric) const;
  /// Whether a rule's value changes while nothing arrives.
  bool is_clocked() const { return is_clocked_; }

 private:
  std::vector<Rule> rules_;
  std::vector<EventRule> events_;
  std::map<std::string, std::size_t, std::less<>> by_id_;
  std::map<std::string, series::Horizon, std::less<>> horizons_;
  bool is_clocked_ = false;
};

}  // namespace lapwing::rules
