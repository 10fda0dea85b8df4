// SPDX-License-Identifier: Apache-2.0
#include "app/control_socket.hpp"

#include "app/options.hpp"

namespace lapwing::app {

namespace {

constexpr auto kName = "/control.sock";
// As in systemd/lapwing.service. A shell does not have the service's environment.
constexpr auto kServiceConfig = "/etc/lapwing/lapwing.yaml";
constexpr auto kServiceRuntime = "/run/lapwing";

/// systemd gives a colon-separated list; the first is ours.
std::string runtime_directory(Environment const& environment) {
  auto const given = environment.getenv("RUNTIME_DIRECTORY");
  return given.substr(0, given.find(':'));
}

}  // namespace

std::string control_socket_of_daemon(std::string const& state, Environment const& environment) {
  auto const runtime = runtime_directory(environment);
  return (runtime.empty() ? state : runtime) + kName;
}

std::vector<std::string> control_sockets_for(std::string const& config_file, Environment const& environment,
                                             Redactor& redactor, config::Problems& problems) {
  std::vector<std::string> paths;
  if (auto const runtime = runtime_directory(environment); !runtime.empty()) paths.push_back(runtime + kName);
  if (config_file == kServiceConfig) paths.push_back(std::string(kServiceRuntime) + kName);
  if (auto const state = read_state_directory(config_file, environment, redactor, problems))
    paths.push_back(*state + kName);
  return paths;
}

}  // namespace lapwing::app
