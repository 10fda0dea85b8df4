// SPDX-License-Identifier: Apache-2.0
#include "app/reloaded.hpp"

namespace lapwing::app {

std::string describe(alert::Transition const& move) {
  auto const incident =
      "incident #" + std::to_string(move.incident) + " " + move.key.rule + move.key.labels.to_string() + ": ";
  if (move.to == Level::ok) return incident + "closed";
  if (move.from == Level::ok) return incident + "opens at " + std::string(name_of(move.to));
  return incident + std::string(name_of(move.from)) + " -> " + std::string(name_of(move.to));
}

}  // namespace lapwing::app
