// SPDX-License-Identifier: Apache-2.0
// JSON texts of everything but runs and jobs, with the bulk of the real ones. Shapes: recorded answers of
// api.github.com, 2023 to 2026.
#pragma once

#include "fake_github/records.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace lapwing::fake_github {

/// https://host:port of the API, without a slash at its end.
using Api = std::string;

nlohmann::ordered_json person(Api const& api, std::string const& login);
/// The short form that runs carry.
nlohmann::ordered_json repository(Api const& api, bool is_private);
/// What GET /repos/acme/price-model answers.
nlohmann::ordered_json whole_repository(Api const& api, bool is_private, TimePoint now);
nlohmann::ordered_json workflow_object(Api const& api, Workflow const& workflow, TimePoint now);
nlohmann::ordered_json artifact_object(Api const& api, Timeline const& timeline, Artifact const& artifact,
                                       TimePoint now);
/// Of the contents API, with the text in base64.
nlohmann::ordered_json file_object(Api const& api, Workflow const& workflow);

/// A stable node id or digest of that many characters.
std::string code_of(std::string const& what, std::size_t characters);

}  // namespace lapwing::fake_github
