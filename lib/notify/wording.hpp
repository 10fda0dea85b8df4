// SPDX-License-Identifier: Apache-2.0
// The words of a message, the same in every channel: how bad, what, where, against which threshold, since when, what
// next. Everything here is unescaped: a renderer passes it through its own escape (notify/markup.hpp), with the limits
// below.
#pragma once

#include "notify/notification.hpp"

#include <functional>
#include <string>
#include <vector>

namespace lapwing::notify {

/// How many characters of each part a message shows, after escaping. Together they leave a full description of one item
/// within Slack's 10 kB and Discord's 6000 characters whatever the text is made of, with room for a digest beside it.
struct Show {
  static constexpr std::size_t summary = 500, measure = 120, cause = 200, note = 400, step = 400, link = 300,
                               project = 80, line = 160, member = 80;
};

/// CRITICAL, CRITICAL (was warning), CRITICAL (still), RECOVERED, CLOSED, TEST.
std::string state_of(Item const& item);

/// 🔴 CRITICAL · model-accuracy · bitcoin
std::string title_of(Item const& item);

/// 🔴 CRITICAL · model-accuracy · bitcoin: 58.3%, below 60% (#42). One item on one line.
std::string line_of(Item const& item);

/// The same for neighbours of one alert: what they share, "🔴 CRITICAL · model-accuracy, below 60%", and what is its
/// own, "bitcoin 58.3% (#42)".
std::string group_of(Item const& item);
std::string member_of(Item const& item);

/// 58.3% ▇▆▆▃▁ · critical when below 60%; without the threshold once it is over; "" where there is neither.
std::string measure_of(Item const& item);

/// That an edit and no sample brought it to its level, and which; "" otherwise.
std::string cause_of(Item const& item);

/// How a channel shows an instant: as a date with time, and as the time that has gone by.
struct Instants {
  std::function<std::string(TimePoint)> full;
  std::function<std::string(TimePoint)> ago;
};

/// For channels that can not show the reader's own time: the configured zone's, as of the message.
Instants written_instants(Notification const& what);

/// Since {full} ({ago}); of a recovery how long it lasted; "; delayed 3h" where it is told late; "" for a test. The
/// only words that need no escape.
std::string when_of(Item const& item, Instants const& show);

/// What to do: the action; without one and without a runbook, for a warning or worse, where to look. "" after a
/// recovery.
std::string next_step(Item const& item);

/// Where to look: the evidence's links, at most kMostLinks, and the runbook. Of a recovery the evidence alone.
inline constexpr std::size_t kMostLinks = 6;
std::vector<Link> links_to_show(Item const& item);

/// The first line of a message, the one that a phone shows. With one item it is its summary:
/// 🔴 CRITICAL: accuracy of bitcoin fell to 58.3% · bitcoin-ml-pipeline. With several: 🔴 2 critical, 1 warning ·
/// project.
std::string headline(Notification const& what);

/// The summary, unless the headline has said it whole.
std::string summary_beside_headline(Notification const& what, Item const& item);

/// project · incident #42
std::string footer_of(Notification const& what, Item const& item);

}  // namespace lapwing::notify
