// SPDX-License-Identifier: Apache-2.0
// Where the status page is served, and who may see it: `http:` and `http_token:`.
#pragma once

#include "config/map_reader.hpp"
#include "core/secret.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lapwing::app {

struct HttpOptions {
  std::string address;     ///< of this machine, in numbers: "127.0.0.1", "::1"
  std::uint16_t port = 0;  ///< 0: any that is free
  Secret token;            ///< who asks must show it; "" for none
  bool operator==(HttpOptions const&) const = default;
};

/// Absent for `off`, and after a problem. What other machines can reach needs a token.
std::optional<HttpOptions> read_http(config::MapReader& root);

}  // namespace lapwing::app
