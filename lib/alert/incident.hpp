// SPDX-License-Identifier: Apache-2.0
// An incident: one alert on one label set, from its first level to its recovery. And the standing behind it: how far a
// (rule, labels) pair has come, incident or not. Both are stored.
#pragma once

#include "core/labels.hpp"
#include "core/level.hpp"
#include "core/sample.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lapwing::alert {

/// What an incident hangs on. Never the numbers: those are edited.
struct Key {
  std::string rule;
  Labels labels;
  auto operator<=>(Key const&) const = default;
};

using IncidentId = std::int64_t;  ///< 1, 2, 3, …; 0 is none

/// How long a level (or a worse one) has shown without a break.
struct Streak {
  std::size_t runs = 0;
  TimePoint since;
  bool operator==(Streak const&) const = default;
};

/// Whether each of the last runs showed a level: at most 64.
struct Recent {
  std::uint64_t bits = 0;  ///< the newest in the lowest bit
  std::size_t runs = 0;
  bool operator==(Recent const&) const = default;

  void add(bool shows);
  /// The newest run, judged again.
  void replace(bool shows);
  /// How often it changed among the last `window` runs.
  std::size_t changes(std::size_t window) const;
};

struct Standing {
  Level level = Level::ok;                ///< established: told to people
  std::array<Streak, 4> streaks;          ///< by Level; that of ok is not used
  Streak clearing;                        ///< how long the value has let an incident close
  TimePoint judged_at{TimePoint::min()};  ///< the newest sample seen
  IncidentId incident = 0;
  bool is_learning = false;  ///< the window held too few samples when last judged
  Recent recent;             ///< what the last runs showed
  bool is_flapping = false;  ///< it goes to and fro: an open incident stays as it is until it is calm
  bool operator==(Standing const&) const = default;

  /// Showing a level above the established one, but not yet for long enough.
  bool is_pending() const;
};

/// Everything a message needs is in here, so that a command can tell of an incident with nothing but the store. What an
/// alert on an event tells is one that is born closed and keeps its level.
struct Incident {
  IncidentId id = 0;
  Key key;
  Level level = Level::ok;  ///< now; ok once closed
  Level worst = Level::ok;
  std::string value;      ///< "58.3%", of the newest sample
  std::string threshold;  ///< "below 60%": the bound of `level`; once closed, that of the last level
  Untrusted summary;
  Untrusted note;
  std::vector<Link> links;  ///< to the evidence
  Untrusted action;
  std::string runbook;
  std::string sparkline;
  TimePoint since;    ///< the first bad sample
  TimePoint changed;  ///< when the present level was established
  std::optional<TimePoint> closed;
  std::string closed_because;  ///< "recovered", or which edit ended it
  std::string edit;            ///< the edit that brought it to its level: "warning 65% -> 70%"; "" where a sample did
  bool operator==(Incident const&) const = default;
};

/// A level was established. The record of what happened, for messages, the log and backtests.
struct Transition {
  IncidentId incident;
  Key key;
  Level from;
  Level to;
  TimePoint at;
  std::string value;
};

}  // namespace lapwing::alert
