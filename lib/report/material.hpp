// SPDX-License-Identifier: Apache-2.0
// All that a report is made from: what was read of the store, and what the configuration says. The same material makes
// the same document.
#pragma once

#include "alert/incident.hpp"
#include "report/document.hpp"
#include "series/history.hpp"
#include "store/records.hpp"

#include <map>
#include <string>
#include <vector>

namespace lapwing::report {

/// By metric (artifact.used is the share of the quota), in the metric's unit: what a value has to reach, or must not
/// exceed where lower is better.
using Targets = std::map<std::string, double, std::less<>>;

/// The success criteria of the monitoring guide.
Targets guide_targets();

/// An alert as reports see it.
struct AlertFact {
  std::string id;
  std::string patience;                   ///< its `for`: "2 runs"; "" for at once
  std::vector<std::string> metrics = {};  ///< that it looks at
};

/// A channel as it fares at present.
struct ChannelFact {
  store::ChannelRecord record;
  std::size_t waiting = 0;   ///< incidents and reports that it is owed
  std::size_t given_up = 0;  ///< that it will never have
};

struct Material {
  Kind kind = Kind::status;
  std::string project;
  Zone zone = Zone::utc();
  TimePoint at;
  Period period;
  Period previous;
  Targets targets;
  /// Of both periods, and of each series the newest sample before them.
  series::History history;
  /// Those open at the end of the period, and those that were closed in either period.
  std::vector<alert::Incident> incidents;
  std::vector<store::PollerRecord> pollers;  ///< of those that are configured
  std::vector<ChannelFact> channels;         ///< likewise
  std::vector<AlertFact> alerts;             ///< those that are enabled
  std::vector<std::string> silent;           ///< what can never fire or be heard, a sentence each
};

/// How far back the last runs of a status are looked for: the project may run rarely.
inline constexpr Duration kRunsOfAStatus = std::chrono::days{90};

/// What a report of a kind that is due at an instant tells of: a civil day, seven or a month of them, back from there.
/// A status looks at the last seven days.
Period period_of(Kind kind, TimePoint at, Zone const& zone);

/// The whole report.
Document compose(Material const& material);

}  // namespace lapwing::report
