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

struct Asked {
  std::optional<Reply> reply;
  bool is_absent = false;  ///< no daemon is there
  std::string why = {};    ///< where there is no reply: where it was looked for, or what went wrong
};

/// Asks the daemon of that configuration, on behalf of `command`. Says nothing. Without a `body` none is sent.
Asked try_daemon(Common const& common, std::string const& command, Method method, std::string const& target,
                 Duration limit, nlohmann::ordered_json const& body = nullptr);

/// The same with a body that is no JSON object.
Asked try_daemon(Common const& common, std::string const& command, Method method, std::string const& target,
                 Duration limit, std::string content_type, std::string body);

/// The same as the first for a command that needs it: absent where none is reached, and then that is said, with where
/// it was looked for.
std::optional<Reply> ask_daemon(Common const& common, std::string const& command, Method method,
                                std::string const& target, Duration limit, nlohmann::ordered_json const& body = {});

/// For an answer that is an error: says it, and how to exit.
Exit report_refusal(std::string const& command, Reply const& reply);

}  // namespace lapwing::daemon
