// SPDX-License-Identifier: Apache-2.0
// Which series and which sources stand behind an incident, and whether its source can be read. Pure.
#pragma once

#include "alert/advance.hpp"
#include "alert/origins.hpp"
#include "rules/evaluate.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::alert {

/// The built-in alert on a source that can not be read; its label `poller` names which.
inline constexpr std::string_view kSourceUnreadable = "source-unreadable";

/// A history of the names alone of the series that the rules look at.
series::History watched_names(rules::RuleSet const& rules, Origins const& origins);

/// The series that feed the result of an alert; none where there is no such result. They are ids of the evaluator's
/// history.
std::vector<series::SeriesId> series_behind(rules::Evaluator const& evaluator, Key const& key);

/// The pollers that bring what feeds the result of an alert, but for what a poller says of itself: that comes also
/// where its source can not be read.
std::set<std::string> pollers_behind(rules::Evaluator const& evaluator, Origins const& origins, Key const& key);

/// The pollers that an open incident says can not read their source.
std::set<std::string> unreadable_pollers(State const& state);

/// Whether what an incident tells of can not be seen at present: its alert goes by the clock (an age), and one of the
/// pollers behind it can not read its source.
bool is_blind(rules::Evaluator const& evaluator, Origins const& origins, State const& state, Incident const& incident);

}  // namespace lapwing::alert
