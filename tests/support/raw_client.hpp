// SPDX-License-Identifier: Apache-2.0
// A client that sends what a test tells it to, well-formed or not. Every wait is bounded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace lapwing::test {

class RawClient {
 public:
  static RawClient over_unix_socket(std::string const& path);
  static RawClient over_loopback(std::uint16_t port);

  RawClient(RawClient&& other) noexcept : socket_(std::exchange(other.socket_, -1)), read_(std::move(other.read_)) {}
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient();

  /// As much of it as the other side takes before it closes.
  void send(std::string_view bytes);
  /// Everything that came since the beginning, when the other side has closed. Throws after 10 s without a byte.
  std::string read_to_end();
  /// False where that text does not come.
  bool read_until(std::string_view text);
  /// Without reading: false if the other side has not closed within 10 s.
  bool wait_until_closed() const;

 private:
  explicit RawClient(int socket) : socket_(socket) {}
  bool read_some();

  int socket_;
  std::string read_;
};

}  // namespace lapwing::test
