// SPDX-License-Identifier: Apache-2.0
#include "world.hpp"

#include "io/service_manager.hpp"

namespace lapwing::daemon {

World::World()
    : clock_(make_clock(loop_.get_executor())),
      http_(loop_.get_executor(), {user_agent(), environment_variable}),
      random_(std::random_device{}()) {}

app::Services World::services() {
  auto const socket = environment_variable("NOTIFY_SOCKET");
  return {loop_.get_executor(),
          *clock_,
          http_,
          workers_,
          store_worker_,
          [this] { return std::uniform_real_distribution<double>(0, 1)(random_); },
          print,
          [socket](std::string_view state) { notify_service_manager(socket, state); },
          watchdog_limit(environment_variable("WATCHDOG_USEC"), environment_variable("WATCHDOG_PID")),
          [](std::string const& text) { return known_secrets().redact(text); }};
}

}  // namespace lapwing::daemon
