// SPDX-License-Identifier: Apache-2.0
// That series cease to come while their source can be read: one incident a source, however many series. It says nothing
// of the levels of the alerts that watch them. Pure.
#pragma once

#include "alert/advance.hpp"
#include "alert/origins.hpp"
#include "rules/rule.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lapwing::alert {

/// The alert of these incidents, labels {poller, type}. No file may define it.
inline constexpr std::string_view kNoData = rules::kNoDataAlert;

/// A series that is missed and that an alert asks for.
struct Missing {
  SeriesName name;
  Origin origin;
  Level level = Level::ok;          ///< the worst that an alert which watches it gives it
  std::vector<std::string> alerts;  ///< those that give it a level
};

/// Of the series that are missed, those that some alert gives a level by its `no_data`.
std::vector<Missing> find_missing(rules::RuleSet const& rules,
                                  std::vector<std::pair<SeriesName, Origin>> const& missed);

/// Opens, moves or closes the incident of one poller, whose missing series these are.
Tick tell_missing(State& state, std::string const& poller, std::string const& type, std::vector<Missing> const& missing,
                  TimePoint now);

/// Closes the incidents of which every series that feeds them is vanished, and those that tell of missing series of a
/// poller that is no more; forgets their standings.
Tick close_vanished(State& state, rules::RuleSet const& rules, Origins const& origins, PollerTypes const& pollers,
                    TimePoint now);

}  // namespace lapwing::alert
