// SPDX-License-Identifier: Apache-2.0
#include "io/service_manager.hpp"
#include "support/folder.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace lapwing {
namespace {

/// What a service manager would receive at that socket name ("@…" is abstract).
std::string received_at(std::string const& name, std::string_view sent) {
  int const file = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::ranges::copy(name, address.sun_path);
  if (name[0] == '@') address.sun_path[0] = '\0';
  auto const size = socklen_t(offsetof(sockaddr_un, sun_path) + name.size());
  EXPECT_EQ(::bind(file, reinterpret_cast<sockaddr const*>(&address), size), 0);
  notify_service_manager(name, sent);
  std::array<char, 256> buffer{};
  auto const got = ::recv(file, buffer.data(), buffer.size(), 0);
  ::close(file);
  return got < 0 ? "" : std::string(buffer.data(), std::size_t(got));
}

TEST(ServiceManager, TheStateArrivesAtAPathAndAtAnAbstractName) {
  test::Folder folder;
  EXPECT_EQ(received_at(folder.path("notify"), "READY=1"), "READY=1");
  EXPECT_EQ(received_at("@lapwing-test-" + std::to_string(::getpid()), "RELOADING=1"), "RELOADING=1");
}

TEST(ServiceManager, WithoutOneNothingHappens) {
  for (auto const& name : std::vector<std::string>{"", "relative", "/nowhere/at/all", std::string(300, '/')}) {
    EXPECT_NO_THROW(notify_service_manager(name, "READY=1"));
  }
}

TEST(ServiceManager, TheWatchdogsLimitIsTakenWhereItIsMeantForThisProcess) {
  using namespace std::chrono_literals;
  auto const own = std::to_string(::getpid());
  EXPECT_EQ(watchdog_limit("60000000", ""), Duration{60s});
  EXPECT_EQ(watchdog_limit("2500000", own), Duration{2500ms});
  EXPECT_EQ(watchdog_limit("60000000", own + "0"), std::nullopt);
  for (auto const* const usec : {"", "0", "-5", "12s", "999", " 1", "99999999999999999999"})
    EXPECT_EQ(watchdog_limit(usec, own), std::nullopt) << usec;
}

}  // namespace
}  // namespace lapwing
