// SPDX-License-Identifier: Apache-2.0
// Where the daemon's control socket is: the daemon makes it there, commands look for it.
#pragma once

#include "config/problems.hpp"
#include "core/secret.hpp"

#include <string>
#include <vector>

namespace lapwing::app {

struct Environment;

/// control.sock in $RUNTIME_DIRECTORY, else in the state directory.
std::string control_socket_of_daemon(std::string const& state, Environment const& environment);

/// Where a command looks, in this order: $RUNTIME_DIRECTORY; the service's runtime directory, if `config_file` is the
/// service's; the state directory that the file names. The last is left out after a problem. Nothing but `state` is
/// read: a file that a reload refuses must not keep a command from asking for it.
std::vector<std::string> control_sockets_for(std::string const& config_file, Environment const& environment,
                                             Redactor& redactor, config::Problems& problems);

}  // namespace lapwing::app
