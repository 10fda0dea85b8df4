// SPDX-License-Identifier: Apache-2.0
// What is queued for channels and what was given up, for `lapwing outbox`: for people and as JSON.
#pragma once

#include "core/zone.hpp"
#include "store/records.hpp"

#include <string>
#include <vector>

namespace lapwing::report {

/// A debt, and what keeps it where it is: "" for nothing but the channel's own pace.
struct Queued {
  store::Owed debt;
  std::string held_by;  ///< "silenced by root until …: retraining"
};

struct ChannelQueue {
  store::ChannelRecord channel;
  std::vector<Queued> queued;
  std::vector<store::ReportDebt> reports;
  std::vector<store::DeadLetter> given_up;
};

/// A channel's health, then a line for each debt and each dead letter.
std::string queues_as_text(std::vector<ChannelQueue> const& queues, Zone const& zone, TimePoint now);

/// {"channels": [{"channel": "team", "works": true, "error": "", "failures": 0, "failing_since": RFC 3339 or null,
///   "not_before": RFC 3339 or null, "queued": [{"incident": 7, "alert": …, "labels": {…}, "level": …, "told": …,
///   "due": RFC 3339, "held_by": ""}],
///   "reports": [{"report": "weekly", "as_of": RFC 3339}], "given_up": [{"incident": 7 or null for a report's, "level":
///   …, "at": RFC 3339, "why": …}]}]}
std::string queues_as_json(std::vector<ChannelQueue> const& queues, TimePoint now);

}  // namespace lapwing::report
