// SPDX-License-Identifier: Apache-2.0
// Who may see the status page. Pure.
#pragma once

#include "core/secret.hpp"
#include "io/http_routes.hpp"

#include <optional>

namespace lapwing::app {

/// Absent: let it in. With a token a request must show it: `Authorization: Bearer TOKEN` (Prometheus, curl), or Basic
/// with it as the password and any user (a browser asks for that by itself). It is not taken from a URL, where logs and
/// histories would keep it. 401 otherwise; how long that takes says nothing of the token.
/// Without one, the request must name this machine by a number or as localhost (421 otherwise): else a web page could
/// have a browser read ours, by a name of its own that leads to 127.0.0.1.
std::optional<HttpAnswer> refuse_stranger(HttpCall const& call, Secret const& token);

}  // namespace lapwing::app
