// SPDX-License-Identifier: Apache-2.0
// What people said about incidents: do not tell of these for a while; I have seen this one. Both are stored.
#pragma once

#include "alert/incident.hpp"
#include "core/result.hpp"
#include "rules/rule.hpp"
#include "rules/selector.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lapwing::alert {

using SilenceId = std::int64_t;  ///< 1, 2, 3, …

struct Silence {
  SilenceId id = 0;
  std::string text;  ///< the matchers as they were given: alert=model-* repository=x
  std::vector<rules::Matcher> matchers;
  TimePoint begins;
  TimePoint ends;  ///< it holds until then, exclusively
  std::string who;
  std::string why;

  bool holds(TimePoint now) const { return begins <= now && now < ends; }
};

inline constexpr Duration kLongestSilence = std::chrono::hours{24 * 90};

/// That somebody has taken up an incident: no reminders of it until it gets worse than `level`, which ends this.
struct Ack {
  IncidentId incident = 0;
  Level level = Level::ok;
  TimePoint at;
  std::string who;
  std::string why;
};

/// Reads alert=model-* repository="a b" workflow=~"CI.*" team!=ml: conditions on the alert's id (`alert`), the
/// incident's labels and the alert's static ones; all of them must hold. * and ? in a value of = and != stand for any
/// characters and any one; =~ and !~ take regular expressions (RE2) of the whole value. `known` are the labels that an
/// incident may have; nullptr: any are taken. Errors: invalid, with the column; an empty text is none.
Result<std::vector<rules::Matcher>> parse_matchers(std::string_view text, std::vector<std::string_view> const* known);

/// Those of the catalogues, `alert`, and the static ones of the alerts, which must outlive the result.
std::vector<std::string_view> labels_of_incidents(rules::RuleSet const& rules);

/// Whether it may be about incidents of the alert, as far as its id and labels tell before there is one.
bool may_cover(Silence const& silence, rules::Rule const& rule);
bool may_cover(Silence const& silence, rules::EventRule const& rule);

/// Whether it is about the incident. `telling` is that of the incident's alert, if there is one still.
bool covers(Silence const& silence, Key const& key, rules::Telling const* telling);

}  // namespace lapwing::alert
