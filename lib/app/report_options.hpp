// SPDX-License-Identifier: Apache-2.0
// What lapwing.yaml says of reports: when each is due and who gets it, and the targets that they measure by.
#pragma once

#include "app/options.hpp"
#include "config/map_reader.hpp"

#include <string>
#include <vector>

namespace lapwing::app {

/// `reports:` and `targets:`.
void read_report_options(config::MapReader& root, std::vector<std::string> const& channels, Options& options);

}  // namespace lapwing::app
