// SPDX-License-Identifier: Apache-2.0
// What one command does that another does too.
#pragma once

#include "command.hpp"

#include <string>

namespace lapwing::daemon {

/// Where there is no configuration at all: says how to come by one.
void point_to_init(Common const& common);

/// `lapwing check --probe`.
Exit check_and_probe(Common const& common);

/// `lapwing notify test`.
Exit send_test_message(Common const& common, std::string const& channel, Level level);

}  // namespace lapwing::daemon
