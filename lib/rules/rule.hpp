// SPDX-License-Identifier: Apache-2.0
// One alert of alerts.yaml, typed and checked. Const after load; nothing of a run lives here.
#pragma once

#include "config/problems.hpp"
#include "core/labels.hpp"
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

/// Goes to and fro: the share of changes between showing a level and not, among the last `window` runs. From `high` on
/// an alert is flapping, until it is below `low`.
struct Flap {
  std::size_t window = 20;  ///< 4 to 64
  double high = 0.5;
  double low = 0.25;
  bool operator==(Flap const&) const = default;
};

/// The alert that tells of series which cease to come. It is built in and no file defines it.
inline constexpr std::string_view kNoDataAlert = "no-data";

/// By Level: after how many polls in a row without it a watched series is missing at that level; 0: never.
using NoData = std::array<std::size_t, 4>;
inline constexpr NoData kNoDataDefault{0, 0, 2, 0};

/// By Level: how long after a message the incident is told again; 0: never; absent: as lapwing.yaml has it.
using Remind = std::array<std::optional<Duration>, 4>;

/// Whom an alert tells, and how often. It moves no level.
struct Telling {
  Labels labels;                                     ///< static ones, for silences; no part of the identity
  std::optional<std::vector<std::string>> channels;  ///< `notify`: these instead of those of the severity
  config::Place notify_at;                           ///< where that stands
  Remind remind;
};

/// The `watch:` of alerts.yaml: a number that is judged.
struct Rule {
  std::string id;
  std::string was;  ///< the id before a rename, or ""
  bool is_enabled = true;
  Expression watch;
  When when = When::below;
  std::array<std::optional<Bound>, 4> bounds;  ///< by Level; that of ok is never set
  std::optional<double> recover;               ///< back to ok only at or past this
  Hold hold;
  Hold recover_hold;                   ///< `recover_for`: how long the value must have cleared before the incident ends
  std::optional<Flap> flap;            ///< absent: not looked at
  std::size_t min_samples = 0;         ///< fewer in the window: nothing is said of the value but that it is learning
  std::optional<double> significance;  ///< 0.95: a level that may be noise at that confidence is lowered to info
  std::string summary;                 ///< a template (rules/text_template.hpp); "" for the built-in sentence
  std::string action;                  ///< a template; may be ""
  std::string runbook;                 ///< an http(s) URL or ""
  NoData no_data = kNoDataDefault;
  std::vector<std::string> depends_on;  ///< ids: nothing is told while an incident of these is open
  Telling telling;
};

/// The `on:` of alerts.yaml: something that is told when it happens.
struct EventRule {
  std::string id;
  EventSelector on;
  Level level = Level::info;
  std::string text;     ///< a template
  std::string action;   ///< may be ""
  std::string runbook;  ///< an http(s) URL or ""
  bool is_enabled = true;
  Telling telling = {};
};

/// Whether the alert can be at that level: it has a bound, or a worse level can be lowered to it.
bool has_level(Rule const& rule, Level level);

/// The worst level whose bound the value is beyond; ok if none.
Level level_of(Rule const& rule, double value);

/// Whether the value lets an open incident close: the value is ok and at or past `recover`.
bool clears(Rule const& rule, double value);

/// The worst level at which a series is missing; ok if none.
Level level_of(NoData const& no_data, std::size_t missed);

/// "below 60%", "outside 360 to 370": the bound of that level in words.
std::string threshold_text(Rule const& rule, Level level);

/// All rules, with what to look up fast. Those that are disabled judge nothing, but are known by their ids.
class RuleSet {
 public:
  RuleSet() = default;
  explicit RuleSet(std::vector<Rule> rules, std::vector<EventRule> events = {});

  std::span<Rule const> all() const { return std::span(rules_).first(enabled_rules_); }
  std::span<Rule const> disabled() const { return std::span(rules_).subspan(enabled_rules_); }
  Rule const& operator[](std::size_t index) const { return rules_[index]; }
  std::span<EventRule const> events() const { return std::span(events_).first(enabled_events_); }
  std::span<EventRule const> disabled_events() const { return std::span(events_).subspan(enabled_events_); }
  /// Disabled ones too.
  Rule const* find(std::string_view id) const;
  EventRule const* find_event_rule(std::string_view id) const;

  /// How much of a metric's history the rules look at; absent where none looks at any.
  std::optional<series::Horizon> horizon(std::string_view metric) const;
  /// Whether a rule's value changes while nothing arrives.
  bool is_clocked() const { return is_clocked_; }

 private:
  void widen(std::string_view metric, series::Window const& window);

  std::vector<Rule> rules_;  // the enabled ones first
  std::size_t enabled_rules_ = 0;
  std::vector<EventRule> events_;  // the enabled ones first
  std::size_t enabled_events_ = 0;
  std::map<std::string, std::size_t, std::less<>> by_id_;
  std::map<std::string, series::Horizon, std::less<>> horizons_;
  bool is_clocked_ = false;
};

/// A set of this rule and no other, as if it were enabled: what it would do is worth knowing before it is.
RuleSet alone(Rule rule);

}  // namespace lapwing::rules
