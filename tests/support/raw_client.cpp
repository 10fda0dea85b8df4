// SPDX-License-Identifier: Apache-2.0
#include "support/raw_client.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <stdexcept>

namespace lapwing::test {
namespace {

constexpr int kLimitMillis = 10'000;

void connect(int socket, void const* address, socklen_t size) {
  if (::connect(socket, static_cast<sockaddr const*>(address), size) != 0)
    throw std::runtime_error("RawClient: nobody listens");
}

bool wait_for(int socket, short event) {
  pollfd ready{socket, event, 0};
  return ::poll(&ready, 1, kLimitMillis) == 1;
}

}  // namespace

RawClient RawClient::over_unix_socket(std::string const& path) {
  RawClient client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{AF_UNIX, {}};
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  connect(client.socket_, &address, sizeof address);
  return client;
}

RawClient RawClient::over_loopback(std::uint16_t port) {
  RawClient client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = ::htons(port);
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  connect(client.socket_, &address, sizeof address);
  return client;
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty() && wait_for(socket_, POLLOUT)) {
    auto const count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0) return;
    bytes.remove_prefix(std::size_t(count));
  }
}

bool RawClient::read_some() {
  if (!wait_for(socket_, POLLIN)) throw std::runtime_error("RawClient: nothing comes, after: " + read_.substr(0, 200));
  char bytes[16 * 1024];
  auto const count = ::recv(socket_, bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  read_.append(bytes, std::size_t(count));
  return true;
}

std::string RawClient::read_to_end() {
  while (read_some()) {
  }
  return read_;
}

bool RawClient::read_until(std::string_view text) {
  while (read_.find(text) == std::string::npos) {
    if (!read_some()) return false;
  }
  return true;
}

bool RawClient::wait_until_closed() const { return wait_for(socket_, POLLRDHUP); }

}  // namespace lapwing::test
