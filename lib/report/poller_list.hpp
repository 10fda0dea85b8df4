// SPDX-License-Identifier: Apache-2.0
// How each source fares and when it is read next.
#pragma once

#include "store/records.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lapwing::report {

struct PollerState {
  std::string name;
  std::string type;
  std::string every;                          ///< its schedule as written
  std::optional<store::PollerRecord> record;  ///< absent: never read
  TimePoint next;                             ///< when it is due; the past where it is due now
};

/// {"pollers": [{"poller": "ci", "type": "github_actions", "every": "1m", "last_run": RFC 3339 or null,
///   "last_success": RFC 3339 or null, "next_run": RFC 3339, "failures": 0, "error": ""}]}; failures in a row.
std::string pollers_as_json(std::vector<PollerState> const& pollers);

}  // namespace lapwing::report
