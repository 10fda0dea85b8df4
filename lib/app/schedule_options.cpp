// SPDX-License-Identifier: Apache-2.0
#include "app/schedule_options.hpp"

namespace lapwing::app {

std::optional<Schedule> read_schedule(config::MapReader& map, std::string_view key, std::string_view fallback,
                                      std::string_view name) {
  auto const parse = [&](std::string_view text) -> std::optional<Schedule> {
    auto const schedule = Schedule::parse(text, name);
    if (schedule) return *schedule;
    map.problem(key, std::string(key) + ": " + schedule.error().message);
    return std::nullopt;
  };
  if (!map.is_map(key)) return parse(map.text(key, fallback));
  auto form = map.map(key);
  auto const cron = form->required_text("cron");
  form->finish();
  return cron.empty() ? std::nullopt : parse("cron: " + cron);
}

CatchUp read_catch_up(config::MapReader& map) { return CatchUp(map.choice("catch_up", {"once", "skip"}, 0)); }

}  // namespace lapwing::app
