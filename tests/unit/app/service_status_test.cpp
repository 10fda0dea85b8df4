// SPDX-License-Identifier: Apache-2.0
#include "app/service_status.hpp"

#include <gtest/gtest.h>

namespace lapwing::app {
namespace {

alert::State open_at(std::vector<std::pair<std::string, Level>> const& incidents) {
  alert::State state;
  for (auto const& [rule, level] : incidents) {
    alert::Incident incident;
    incident.id = state.next_id++;
    incident.key.rule = rule;
    incident.level = level;
    state.open.emplace(incident.id, std::move(incident));
  }
  return state;
}

TEST(ServiceStatus, SaysHowMuchIsWatchedAndHowMuchIsOpenWorstFirst) {
  EXPECT_EQ(service_status(1, 12, {}), "watching 1 source with 12 alerts; nothing is open");
  EXPECT_EQ(service_status(2, 1, open_at({{"a", Level::warning}, {"b", Level::critical}, {"c", Level::warning}})),
            "watching 2 sources with 1 alert; open: 1 critical, 2 warning");
}

TEST(ServiceStatus, SaysThatAReloadWasRefused) {
  EXPECT_EQ(service_status(1, 1, open_at({{"config-invalid", Level::warning}})),
            "watching 1 source with 1 alert; open: 1 warning; the last reload was refused, the old configuration is in "
            "force");
}

}  // namespace
}  // namespace lapwing::app
