// SPDX-License-Identifier: Apache-2.0
// Who is owed word of what happened. Pure.
#pragma once

#include "alert/advance.hpp"
#include "store/records.hpp"

#include <array>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::notify {

/// Severity -> channels: one flat map. And the alerts that have channels of their own.
struct Routes {
  std::array<std::vector<std::string>, 4> channels;  ///< by Level; that of ok is not used
  std::map<std::string, std::vector<std::string>, std::less<>> by_alert = {};

  /// Those that hear an alert at a level.
  std::vector<std::string> const& of(std::string_view alert, Level level) const;
  bool hears(std::string_view channel, std::string_view alert, Level level) const;
  /// Every channel that hears anything.
  std::set<std::string> all() const;
};

/// One debt per channel and incident whose level moved. Every channel that may have heard of the incident is named,
/// also those that hear only a milder level, and of one that was open before every channel there is: what it was told
/// last is known for certain only when its message is built (`is_news`).
std::vector<store::Debt> plan(alert::Tick const& tick, Routes const& routes, TimePoint due);

/// The alert that a channel does not work; a channel is not told of its own.
inline constexpr std::string_view kChannelFailing = "channel-failing";
/// The alert that a channel will not have some messages; neither.
inline constexpr std::string_view kMessageGivenUp = "message-given-up";

/// Whether a debt still says something: the level differs from what the channel was told, and it either hears that
/// level or has heard of the incident before; a reminder does while nothing has changed and it still hears that level.
/// False: the debt is superseded.
bool is_news(store::Owed const& debt, std::string_view channel, Routes const& routes);

}  // namespace lapwing::notify
