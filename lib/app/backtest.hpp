// SPDX-License-Identifier: Apache-2.0
// What rules would have done: the code that judges live, over what is stored, instant by instant. Pure.
#pragma once

#include "alert/advance.hpp"
#include "app/past.hpp"
#include "notify/plan.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lapwing::app {

/// One incident, as long as it lasted.
struct Firing {
  Labels labels;
  Level worst;
  TimePoint from;                  ///< when it was opened
  std::optional<TimePoint> until;  ///< absent: still open at the end of the span
};

/// What came of one alert.
struct Tally {
  std::string alert;
  std::vector<Firing> incidents;  ///< in order of opening; an event is one that is over at once
  Duration firing{0};             ///< all incidents together, up to the end of the span
  Duration longest{0};            ///< of the incidents
  std::size_t messages = 0;       ///< changes of level that some channel would have been told of
  std::size_t cleared_soon = 0;   ///< incidents that were over within kSoon runs of their opening; of values, not ages
};
inline constexpr std::size_t kSoon = 2;

struct Backtest {
  std::size_t samples = 0;    ///< judged
  std::vector<Tally> alerts;  ///< in the order of the rules, those on events last
  std::vector<alert::Transition> transitions;
};

/// Plays what was stored from `since` to `until`, beginning with no incident. Samples of one instant are one tick, as
/// after a poll. Ages are judged at every tick and, while nothing arrives, every kClockStep (live: every minute).
/// `progress`, where there is one, hears the share that is done, now and then.
Backtest backtest(rules::RuleSet const& rules, notify::Routes const& routes, Past const& past, TimePoint since,
                  TimePoint until, std::function<void(double)> const& progress = {});
inline constexpr Duration kClockStep = std::chrono::minutes{10};

/// The incidents of one run that no incident of the other, of the same labels, overlaps.
std::vector<Firing> only_in(Tally const& one, Tally const& other);

}  // namespace lapwing::app
