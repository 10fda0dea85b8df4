// SPDX-License-Identifier: Apache-2.0
// A real HTTP/1.1 server on 127.0.0.1 that answers as a test tells it to, and that breaks as servers do.
#pragma once

#include "io/http.hpp"
#include "support/certificate.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::test {

/// Threads of its own: one accepts, one per connection serves. All bounded; the destructor ends them at once.
class LoopbackSink {
 public:
  struct Request {
    std::string method;
    std::string target;
    std::vector<Header> headers;
    std::string body;
    std::chrono::steady_clock::time_point arrived;
    int connection;  ///< 1 for the first that was accepted
    /// The first header of that name (case does not count), or "".
    std::string_view header(std::string_view name) const;
  };

  struct Answer {
    enum class Framing { length, chunked, until_close };
    enum class Fault {
      none,
      close_before,   ///< no byte of an answer
      close_in_body,  ///< after half of the body
      trickle,        ///< one byte each `interval`
      silence,        ///< nothing until the peer or the test ends
      endless_body,   ///< until the peer or the test ends; Framing::until_close
    };
    /// fin: without close_notify. reset: after `interval`, for a reset takes the answer away from a peer that has not
    /// read it.
    enum class Ending { keep, close_notify, fin, reset };

    int status = 200;
    std::string body;
    std::vector<Header> headers;  ///< besides Content-Length or Transfer-Encoding
    Framing framing = Framing::length;
    Fault fault = Fault::none;
    Ending ending = Ending::keep;
    int interim = 0;  ///< so many "100 Continue" before it
    std::chrono::milliseconds interval{50};
  };

  /// Called by the thread of the connection, one call at a time.
  using Script = std::function<Answer(Request const&)>;

  struct Options {
    std::optional<Certificate> certificate;  ///< absent: plain HTTP
    bool is_limited_to_tls_1_1 = false;
    /// Begins in plain HTTP; after a CONNECT that was answered 2xx it goes on (in TLS) as the host asked for.
    bool is_proxy = false;
  };

  explicit LoopbackSink(Script script);
  LoopbackSink(Script script, Options options);
  LoopbackSink(LoopbackSink const&) = delete;
  LoopbackSink& operator=(LoopbackSink const&) = delete;
  ~LoopbackSink();

  std::string port() const;
  /// http(s)://127.0.0.1:port + path.
  std::string url(std::string_view path) const;

  /// All requests so far, in order of arrival.
  std::vector<Request> requests() const;
  int connections() const;

  /// False where it does not come to that within 10 s.
  bool wait_for_requests(std::size_t count) const;
  bool wait_for_closed_connections(int count) const;

 private:
  struct Server;
  std::unique_ptr<Server> server_;
};

}  // namespace lapwing::test
