// SPDX-License-Identifier: Apache-2.0
// Questions to whoever sits at the terminal.
#pragma once

#include <string>

namespace lapwing::daemon {

/// Whether somebody can be asked.
bool can_ask();

/// The answer without blanks around it; `otherwise` where it is empty, or nobody answers any more.
std::string ask(std::string const& question, std::string const& otherwise = "");

/// The same, but what is typed is not shown.
std::string ask_secret(std::string const& question);

}  // namespace lapwing::daemon
