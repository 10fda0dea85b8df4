// SPDX-License-Identifier: Apache-2.0
// The line that `systemctl status lapwing` shows of how things stand.
#pragma once

#include "alert/advance.hpp"

#include <cstddef>
#include <string>

namespace lapwing::app {

/// "watching 4 sources with 23 alerts; open: 1 critical, 2 warning", or "…; nothing is open". A refused reload is said
/// too, for as long as its incident (config-invalid) is open.
std::string service_status(std::size_t sources, std::size_t alerts, alert::State const& state);

}  // namespace lapwing::app
