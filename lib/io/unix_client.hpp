// SPDX-License-Identifier: Apache-2.0
// One HTTP request to a process of this machine, over its unix socket. Blocks: for commands, which have no loop.
#pragma once

#include "core/result.hpp"
#include "io/http.hpp"

#include <string>

namespace lapwing {

/// `request` as in HttpClient; of its URL the path and query count, its host means nothing. Ends within the request's
/// deadline. Errors: not_found (there is no such socket), unreachable (nobody listens, or the answer breaks off),
/// unreadable (no permission), busy, timed_out, too_large, invalid; the message begins with the socket's path.
Result<HttpResponse> send_over_unix_socket(std::string const& path, HttpRequest const& request);

}  // namespace lapwing
