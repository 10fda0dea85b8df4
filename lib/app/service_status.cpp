// SPDX-License-Identifier: Apache-2.0
#include "app/service_status.hpp"

#include <array>
#include <ranges>

namespace lapwing::app {
namespace {

std::string counted(std::size_t count, std::string const& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

std::string service_status(std::size_t sources, std::size_t alerts, alert::State const& state) {
  std::array<std::size_t, 4> open{};
  bool is_reload_refused = false;
  for (auto const& [id, incident] : state.open) {
    ++open[std::size_t(incident.level)];
    is_reload_refused = is_reload_refused || incident.key.rule == "config-invalid";
  }
  std::string of_levels;
  for (auto const level : kAlertLevels | std::views::reverse) {
    auto const count = open[std::size_t(level)];
    if (count == 0) continue;
    of_levels += (of_levels.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(name_of(level));
  }
  auto text = "watching " + counted(sources, "source") + " with " + counted(alerts, "alert");
  text += of_levels.empty() ? "; nothing is open" : "; open: " + of_levels;
  if (is_reload_refused) text += "; the last reload was refused, the old configuration is in force";
  return text;
}

}  // namespace lapwing::app
