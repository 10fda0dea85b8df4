// SPDX-License-Identifier: Apache-2.0
// What the commands' JSON has in common.
#pragma once

#include "core/labels.hpp"
#include "core/time.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace lapwing::daemon {

nlohmann::ordered_json as_json(Labels const& labels);
/// null where absent.
nlohmann::ordered_json as_json(std::optional<double> number);
nlohmann::ordered_json as_json(std::optional<TimePoint> at);

/// Indented; bytes that are no UTF-8 are replaced.
std::string json_text(nlohmann::ordered_json const& value);
/// The same to standard output.
void print_json(nlohmann::ordered_json const& value);

}  // namespace lapwing::daemon
