// SPDX-License-Identifier: Apache-2.0
// What people said about incidents: do not tell of these for a while; I have seen this one. Both are stored.
#pragma once

#include "alert/incident.hpp"
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
  bool end_told = false;  ///< that it ends soon was told

  bool holds(TimePoint now) const { return begins <= now && now < ends; }
};

/// That somebody has taken up an incident: no reminders of it until it gets worse than `level`.
struct Ack {
  IncidentId incident = 0;
  Level level = Level::ok;
  TimePoint at;
  std::string who;
  std::string why;
};

}  // namespace lapwing::alert
