// SPDX-License-Identifier: Apache-2.0
#include "notify/plan.hpp"

#include <algorithm>
#include <set>

namespace lapwing::notify {

bool Routes::hears(std::string_view channel, Level level) const {
  return std::ranges::find(channels[std::size_t(level)], channel) != channels[std::size_t(level)].end();
}

std::vector<store::Debt> plan(alert::Tick const& tick, Routes const& routes, TimePoint due) {
  std::set<alert::IncidentId> moved;
  for (auto const& transition : tick.transitions) moved.insert(transition.incident);
  std::vector<store::Debt> debts;
  for (auto const& incident : tick.incidents) {
    if (!moved.contains(incident.id)) continue;
    std::set<std::string> addressed;
    for (auto const level : kAlertLevels) {
      if (level > incident.worst) continue;
      addressed.insert(routes.channels[std::size_t(level)].begin(), routes.channels[std::size_t(level)].end());
    }
    for (auto const& channel : addressed) debts.push_back({channel, incident.id, due});
  }
  return debts;
}

bool is_news(store::Owed const& debt, std::string_view channel, Routes const& routes) {
  // That messages did not reach a channel is no news to the channel that they reach now.
  bool const about_itself =
      debt.incident.key.rule == kChannelFailing && debt.incident.key.labels.get("channel") == channel;
  if (about_itself) return false;
  if (debt.incident.level == debt.told) return false;
  return debt.told != Level::ok || routes.hears(channel, debt.incident.level);
}

}  // namespace lapwing::notify
