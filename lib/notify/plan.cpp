// SPDX-License-Identifier: Apache-2.0
#include "notify/plan.hpp"

#include <algorithm>
#include <set>

namespace lapwing::notify {

std::vector<std::string> const& Routes::of(std::string_view alert, Level level) const {
  auto const own = by_alert.find(alert);
  return own == by_alert.end() ? channels[std::size_t(level)] : own->second;
}

bool Routes::hears(std::string_view channel, std::string_view alert, Level level) const {
  auto const& heard_by = of(alert, level);
  return std::ranges::find(heard_by, channel) != heard_by.end();
}

std::set<std::string> Routes::all() const {
  std::set<std::string> out;
  for (auto const& some : channels) out.insert(some.begin(), some.end());
  for (auto const& [alert, some] : by_alert) out.insert(some.begin(), some.end());
  return out;
}

std::vector<store::Debt> plan(alert::Tick const& tick, Routes const& routes, TimePoint due) {
  std::map<alert::IncidentId, bool> moved;  // whether it was open before
  for (auto const& transition : tick.transitions) moved.try_emplace(transition.incident, transition.from != Level::ok);
  std::vector<store::Debt> debts;
  for (auto const& incident : tick.incidents) {
    auto const move = moved.find(incident.id);
    if (move == moved.end()) continue;
    // Who hears the alert may have been edited since it was told.
    auto addressed = move->second ? routes.all() : std::set<std::string>();
    for (auto const level : kAlertLevels) {
      if (level > incident.worst) continue;
      auto const& some = routes.of(incident.key.rule, level);
      addressed.insert(some.begin(), some.end());
    }
    for (auto const& channel : addressed) debts.push_back({channel, incident.id, due});
  }
  return debts;
}

bool is_news(store::Owed const& debt, std::string_view channel, Routes const& routes) {
  // That messages did not reach a channel is no news to the channel that they reach now.
  auto const& [rule, labels] = debt.incident.key;
  bool const about_itself = (rule == kChannelFailing || rule == kMessageGivenUp) && labels.get("channel") == channel;
  if (about_itself) return false;
  bool const is_heard = routes.hears(channel, debt.incident.key.rule, debt.incident.level);
  if (debt.incident.level == debt.told) return debt.is_reminder && debt.told != Level::ok && is_heard;
  return debt.told != Level::ok || is_heard;
}

}  // namespace lapwing::notify
