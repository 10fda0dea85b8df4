// SPDX-License-Identifier: Apache-2.0
// HTTP messages without any library's types, so that pollers and notifiers are pure and need no network to be tested.
#pragma once

#include "core/secret.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lapwing {

enum class Method { get, head, post, patch, put, del };

using Header = std::pair<std::string, std::string>;

struct HttpRequest {
  Method method = Method::get;
  /// Absolute http:// or https:// URL. It may be a credential (webhooks are), so it is a Secret: errors name the host
  /// alone.
  Secret url;
  std::vector<Header> headers;   ///< Host, User-Agent, Content-Length and Connection are set by the client
  std::optional<Secret> bearer;  ///< sent as Authorization: Bearer
  std::string body;
  Duration deadline{std::chrono::seconds{15}};  ///< for everything: connect, TLS, send, receive
  std::size_t max_body_bytes = 1 << 20;         ///< of the answer
};

struct HttpResponse {
  int status = 0;
  std::vector<Header> headers;  ///< in order of arrival; names as sent
  std::string body;

  /// The first header of that name (case does not count), or absent.
  std::optional<std::string_view> header(std::string_view name) const;
};

/// A URL taken apart. Only http and https; no user info; no control characters, spaces or backslashes.
struct Url {
  bool tls;
  std::string host;    ///< lower case, without brackets
  std::string port;    ///< always set: 443 or 80 by default
  std::string target;  ///< path and query, begins with /
  bool is_ip_literal;
};

/// Absent for anything that is not such a URL. The text is not echoed: it may be a secret.
std::optional<Url> parse_url(std::string_view text);

std::string_view name_of(Method method);

}  // namespace lapwing
