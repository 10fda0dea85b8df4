// SPDX-License-Identifier: Apache-2.0
#include "app/data_state.hpp"

#include <algorithm>

namespace lapwing::app {

alert::PollerTypes poller_types(Options const& options) {
  alert::PollerTypes types;
  for (auto const& poller : options.pollers) types.emplace(poller.name, poller.type);
  return types;
}

std::string data_of(std::vector<series::SeriesId> const& series, series::History const& history,
                    alert::Origins const& origins, std::vector<store::PollerRecord> const& pollers,
                    alert::PollerTypes const& configured) {
  std::string error;
  std::int64_t missed = 0;
  for (auto const id : series) {
    alert::SeriesName const name{history.metric(id), history.labels(id)};
    auto const* const origin = origins.find(name);
    if (origin == nullptr) continue;
    if (alert::is_vanished(name, *origin, configured)) return "vanished: the poller '" + origin->poller + "' is gone";
    auto const poller = std::ranges::find(pollers, origin->poller, &store::PollerRecord::name);
    if (poller != pollers.end() && poller->failures > 0)
      error = "error: the poller '" + poller->name + "' can not read its source, " + std::to_string(poller->failures) +
              (poller->failures == 1 ? " time" : " times in a row");
    missed = std::max(missed, origin->missed);
  }
  if (!error.empty()) return error;
  return missed == 0 ? "" : "stale: " + std::to_string(missed) + (missed == 1 ? " poll missed" : " polls missed");
}

}  // namespace lapwing::app
