// SPDX-License-Identifier: Apache-2.0
// What commands ask the running daemon for, over its control socket.
#pragma once

#include "command.hpp"
#include "io/http.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace lapwing::daemon {

struct Reply {
  int status;
  nlohmann::ordered_json body;
  std::string error() const { return body.value("error", "the daemon answered with status " + std::to_string(status)); }
};

/// Asks the daemon of that configuration. Absent where none is reached: that is said then, with where it was looked
/// for, on behalf of `command`. Without a `body` none is sent.
std::optional<Reply> ask_daemon(Common const& common, std::string const& command, Method method,
                                std::string const& target, Duration limit, nlohmann::ordered_json const& body = {});

/// For an answer that is an error: says it, and how to exit.
Exit report_refusal(std::string const& command, Reply const& reply);

}  // namespace lapwing::daemon
