// SPDX-License-Identifier: Apache-2.0
// The keys of lapwing.yaml that say when people are told: quiet_hours, remind; and whether the channels that alerts
// name are there.
#pragma once

#include "app/options.hpp"

namespace lapwing::app {

/// Into options.quiet_hours, options.remind and options.routes.by_alert. The rules must have been read. Every fault
/// becomes a problem.
void read_attention(config::MapReader& root, std::vector<std::string> const& channels, Options& options);

}  // namespace lapwing::app
