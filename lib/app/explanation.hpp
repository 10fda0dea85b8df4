// SPDX-License-Identifier: Apache-2.0
// All that bears on one alert at this moment: what it sees, what it needs to fire, how far it is, who would hear of it.
// Pure: from what is configured and what is stored.
#pragma once

#include "alert/attention.hpp"
#include "alert/origins.hpp"
#include "app/options.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lapwing::app {

/// What is stored, as far as it is about alerts and their sources.
struct Known {
  series::History history;
  alert::State state;
  std::vector<store::PollerRecord> pollers;
  alert::Origins origins = {};
  alert::Attention attention = {};
};

struct Explanation {
  struct Threshold {
    Level level;
    std::string text;                   ///< "below 60%"; "what may be noise" where worse levels are lowered to it
    std::vector<std::string> channels;  ///< who hears of it
  };
  struct Result {
    Labels labels;
    std::optional<double> value;
    std::string shown;        ///< "58.3%"; "" where there is no value
    std::size_t samples = 0;  ///< that the value is drawn from
    TimePoint first;          ///< of these
    TimePoint last;
    std::string sparkline;
    std::string state;  ///< ok, learning, pending, info, warning or critical
    /// "warning 1 of 2 runs", "3 of 10 samples", "recovering 1 of 3 runs", "flapping: 6 changes in 8 runs"; "" where
    /// nothing is under way.
    std::string progress;
    std::string caveat;       ///< "Within noise (n=30, p=0.42)."; "" where there is none
    std::string data;         ///< "stale: 3 polls missed", "error: …", "vanished: …"; "" where it is fresh
    alert::Stance attention;  ///< of the incident: who holds it back or sees to it
    alert::IncidentId incident = 0;
    TimePoint since;  ///< of the incident
  };
  struct Source {
    std::string poller;
    std::string type;
    TimePoint next;  ///< when it is polled next; in the past where a poll is overdue
  };
  std::vector<Threshold> thresholds;
  Labels labels;                         ///< the alert's static ones
  rules::Remind remind;                  ///< by Level: how long after a message it is told again; absent or 0: never
  std::vector<alert::Silence> silences;  ///< those that hold and may be about it
  std::vector<Result> results;           ///< those that have samples, in order of labels
  std::vector<Source> sources;           ///< the pollers that bring what it looks at
};

Explanation explain(rules::Rule const& rule, Options const& options, Known const& known, TimePoint now);
/// Of an alert on an event; it has no results.
Explanation explain(rules::EventRule const& rule, Options const& options, Known const& known, TimePoint now);

}  // namespace lapwing::app
