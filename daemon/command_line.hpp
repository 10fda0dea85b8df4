// SPDX-License-Identifier: Apache-2.0
// The table of commands as what a command line may be.
#pragma once

#include "command.hpp"

namespace lapwing::daemon {

/// Adds the options that all share, and the table's commands. When `app` has parsed a command line, `common` is filled
/// in and `chosen` is what it names.
void add_commands(CLI::App& app, Common& common, std::function<Exit()>& chosen);

}  // namespace lapwing::daemon
