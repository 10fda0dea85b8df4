// SPDX-License-Identifier: Apache-2.0
// Schedules as they stand in lapwing.yaml: a text, or {cron: "0 2 * * *"}.
#pragma once

#include "config/map_reader.hpp"
#include "core/agenda.hpp"

#include <optional>
#include <string_view>

namespace lapwing::app {

/// `key` as a schedule; `name` moves what has no minute of its own. Absent after a problem.
std::optional<Schedule> read_schedule(config::MapReader& map, std::string_view key, std::string_view fallback,
                                      std::string_view name);

/// `catch_up: once|skip`.
CatchUp read_catch_up(config::MapReader& map);

}  // namespace lapwing::app
