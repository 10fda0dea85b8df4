// SPDX-License-Identifier: Apache-2.0
// What the routes of the control socket have in common.
#pragma once

#include "core/result.hpp"
#include "io/http_routes.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace lapwing::app {

HttpAnswer as_json(int status, nlohmann::ordered_json const& body);
/// {error: message}
HttpAnswer as_error(int status, std::string const& message);
/// By kind: invalid 400, not_found 404, busy 409, unreachable 503, else 500.
HttpAnswer as_error(Error const& error);

/// 400 for a parameter that is not taken, or given twice.
std::optional<HttpAnswer> refuse_parameters(HttpCall const& call, std::string_view taken = "");

/// One line in the log for everything that was asked for and accepted: the audit trail.
void log_change(HttpCall const& call, std::string const& what);

/// A user's name, else "uid 1000".
std::string name_of_user(unsigned uid);

/// The user that asks; "unknown" where nobody says.
std::string who_asks(HttpCall const& call);

}  // namespace lapwing::app
