// SPDX-License-Identifier: Apache-2.0
// Which proxy leads to which host, from HTTPS_PROXY, HTTP_PROXY and NO_PROXY. Pure.
#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"
#include "io/http.hpp"

#include <functional>
#include <optional>
#include <string>

namespace lapwing {

struct Proxy {
  std::string host;
  std::string port;
  Secret authorization;  ///< the value of Proxy-Authorization ("Basic …"); empty without credentials
  bool operator==(Proxy const&) const = default;
};

/// Absent where the host is reached directly. HTTPS_PROXY counts for https:// URLs, HTTP_PROXY for http://; the
/// lower-case name is looked at first. NO_PROXY is a list with commas: a host (and all under it, with or without a
/// leading dot), an address, a block of addresses (10.0.0.0/8), each also with :port; or * for everything. localhost
/// and loopback addresses never go through a proxy. Errors: invalid, naming the variable but not its value; an https://
/// proxy is refused.
Result<std::optional<Proxy>> proxy_for(Url const& url, std::function<std::string(std::string const&)> const& getenv);

}  // namespace lapwing
