// SPDX-License-Identifier: Apache-2.0
// The notify protocol of systemd (sd_notify(3)), without its library.
#pragma once

#include <string>
#include <string_view>

namespace lapwing {

/// Sends one message such as "READY=1" to the socket, which is what $NOTIFY_SOCKET holds: a path, or @ and an abstract
/// name. "" (no service manager) does nothing. A failure is nobody's business: the service runs on.
void notify_service_manager(std::string const& socket_name, std::string_view message);

}  // namespace lapwing
