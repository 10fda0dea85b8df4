// SPDX-License-Identifier: Apache-2.0
// Whether what an alert looks at still comes, in words. It never changes a level. Pure.
#pragma once

#include "alert/origins.hpp"
#include "app/options.hpp"

#include <string>
#include <vector>

namespace lapwing::app {

alert::PollerTypes poller_types(Options const& options);

/// Of these series of a history the worst: "vanished: …", "error: …", "stale: 3 polls missed"; "" where all are fresh.
std::string data_of(std::vector<series::SeriesId> const& series, series::History const& history,
                    alert::Origins const& origins, std::vector<store::PollerRecord> const& pollers,
                    alert::PollerTypes const& configured);

}  // namespace lapwing::app
