// SPDX-License-Identifier: Apache-2.0
// How bad something is. Ordered: ok < info < warning < critical.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace lapwing {

enum class Level { ok = 0, info = 1, warning = 2, critical = 3 };  // stored: do not renumber

inline constexpr std::array kAlertLevels{Level::info, Level::warning, Level::critical};

constexpr std::string_view name_of(Level level) {
  constexpr std::array<std::string_view, 4> names{"ok", "info", "warning", "critical"};
  return names[static_cast<std::size_t>(level)];
}

constexpr std::optional<Level> parse_level(std::string_view name) {
  for (auto const level : {Level::ok, Level::info, Level::warning, Level::critical}) {
    if (name_of(level) == name) return level;
  }
  return std::nullopt;
}

}  // namespace lapwing
