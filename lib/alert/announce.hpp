// SPDX-License-Identifier: Apache-2.0
// What alerts on events have to tell: from what happened to incidents that are over as soon as they are there. Pure.
#pragma once

#include "alert/advance.hpp"
#include "core/sample.hpp"
#include "rules/rule.hpp"
#include "series/history.hpp"

#include <span>

namespace lapwing::alert {

/// One incident for each event and alert that it is of: born closed, at the alert's level, with the alert's text filled
/// in. Of a metric the text names the newest value that the history has of any series, else "n/a". The events must be
/// new ones: nothing here knows what was told before.
Tick announce(State& state, rules::RuleSet const& rules, series::History const& history, std::span<Event const> events);

/// Whether an alert tells of an event.
bool is_of(rules::EventRule const& rule, Event const& event);

/// The text that one alert tells of one event.
std::string text_of(rules::EventRule const& rule, Event const& event, series::History const& history);

}  // namespace lapwing::alert
