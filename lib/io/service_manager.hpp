// SPDX-License-Identifier: Apache-2.0
// The notify protocol of systemd (sd_notify(3)), without its library.
#pragma once

#include "core/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lapwing {

/// Sends one message such as "READY=1" to the socket, which is what $NOTIFY_SOCKET holds: a path, or @ and an abstract
/// name. "" (no service manager) does nothing. A failure is nobody's business: the service runs on.
void notify_service_manager(std::string const& socket_name, std::string_view message);

/// How long the service manager takes silence for work (sd_watchdog_enabled(3)): `usec` is what $WATCHDOG_USEC holds,
/// where `pid`, $WATCHDOG_PID, is this process or "". Absent where it does not watch, or says so in another way.
std::optional<Duration> watchdog_limit(std::string const& usec, std::string const& pid);

}  // namespace lapwing
