// SPDX-License-Identifier: Apache-2.0
// Who is owed word of what happened. Pure.
#pragma once

#include "alert/advance.hpp"
#include "store/records.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::notify {

/// Severity -> channels: one flat map.
struct Routes {
  std::array<std::vector<std::string>, 4> channels;  ///< by Level; that of ok is not used

  bool hears(std::string_view channel, Level level) const;
};

/// One debt per channel and incident whose level moved. Every channel that may have heard of the incident is named,
/// also those that hear only a milder level: what it was told last is known for certain only when its message is built
/// (`is_news`).
std::vector<store::Debt> plan(alert::Tick const& tick, Routes const& routes, TimePoint due);

/// The alert that a channel does not work; a channel is not told of its own.
inline constexpr std::string_view kChannelFailing = "channel-failing";

/// Whether a debt still says something: the level differs from what the channel was told, and it either hears that
/// level or has heard of the incident before. False: the debt is superseded.
bool is_news(store::Owed const& debt, std::string_view channel, Routes const& routes);

}  // namespace lapwing::notify
