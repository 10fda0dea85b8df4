// SPDX-License-Identifier: Apache-2.0
// What an accepted reload changes, for people.
#pragma once

#include "alert/incident.hpp"

#include <string>
#include <vector>

namespace lapwing::app {

struct Reloaded {
  std::vector<std::string> alerts;     ///< as rules::difference
  std::vector<std::string> incidents;  ///< what the new rules made of what was known
};

/// `incident #4 model-accuracy{model="m"}: warning -> critical`, `…: closed`, `…: opens at warning`.
std::string describe(alert::Transition const& move);

}  // namespace lapwing::app
