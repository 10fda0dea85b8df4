// SPDX-License-Identifier: Apache-2.0
// The keys of lapwing.yaml that say how long what is stored is kept: retention, thin.
#pragma once

#include "config/map_reader.hpp"
#include "store/retention.hpp"

namespace lapwing::app {

/// Every fault becomes a problem: a retention under 35d, a metric that is not there or whose samples each count.
store::Retention read_retention(config::MapReader& root);

}  // namespace lapwing::app
