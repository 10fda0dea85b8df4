// SPDX-License-Identifier: Apache-2.0
#include "io/service_manager.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>

namespace lapwing {

void notify_service_manager(std::string const& socket_name, std::string_view message) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  bool const abstract = socket_name.starts_with('@');
  if (socket_name.size() < 2 || (!abstract && socket_name[0] != '/') || socket_name.size() >= sizeof address.sun_path)
    return;
  std::ranges::copy(socket_name, address.sun_path);
  if (abstract) address.sun_path[0] = '\0';
  int const file = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (file < 0) return;
  auto const size = socklen_t(offsetof(sockaddr_un, sun_path) + socket_name.size());
  ::sendto(file, message.data(), message.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr const*>(&address), size);
  ::close(file);
}

std::optional<Duration> watchdog_limit(std::string const& usec, std::string const& pid) {
  if (!pid.empty() && pid != std::to_string(::getpid())) return std::nullopt;
  std::int64_t microseconds = 0;
  auto const [end, error] = std::from_chars(usec.data(), usec.data() + usec.size(), microseconds);
  auto const limit = std::chrono::duration_cast<Duration>(std::chrono::microseconds{microseconds});
  if (error != std::errc() || end != usec.data() + usec.size() || limit <= Duration{0}) return std::nullopt;
  return limit;
}

}  // namespace lapwing
