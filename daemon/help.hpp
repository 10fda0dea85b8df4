// SPDX-License-Identifier: Apache-2.0
// What --help prints, in columns that fit the terminal, and what is said of a command line that is not understood.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Error;
class Validator;
}  // namespace CLI

namespace lapwing::daemon {

/// For `app` and all that is added to it afterwards.
void use_our_help(CLI::App& app);

/// Accepts these words alone; another is refused with the nearest of them.
CLI::Validator one_of(std::vector<std::string> words);

/// "lapwing silence: there is no command 'ad'; did you mean 'add'?" and where to read on.
std::string explain_usage(CLI::App const& app, CLI::Error const& error);

}  // namespace lapwing::daemon
