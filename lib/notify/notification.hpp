// SPDX-License-Identifier: Apache-2.0
// What to say, without a word about how a channel says it.
#pragma once

#include "core/labels.hpp"
#include "core/level.hpp"
#include "core/sample.hpp"
#include "core/zone.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::notify {

/// What happened to an incident since this channel last heard of it. `ended`: it was closed without a recovery;
/// `reminder`: nothing, it goes on.
enum class What { opened, worsened, eased, reminder, recovered, ended, test };

/// One incident as one channel is to hear of it.
struct Item {
  std::int64_t incident = 0;  ///< its number, shown as #42
  What what = What::opened;
  Level level = Level::ok;   ///< now; ok for a recovery
  Level before = Level::ok;  ///< what the channel was last told
  std::string alert;         ///< the alert's id
  Labels labels;
  Untrusted summary;             ///< one sentence: what is wrong
  std::string value;             ///< "58.3%"; may be empty
  std::string threshold;         ///< "below 60%"; may be empty
  std::string sparkline;         ///< "▇▆▆▃▁"; may be empty
  TimePoint since;               ///< the first bad sample; of a recovery, the same
  TimePoint changed;             ///< when the present level began
  Untrusted note;                ///< the evidence behind the number; may be empty
  std::vector<Link> links = {};  ///< to the evidence, the most telling first
  std::string edit = {};         ///< the edit that brought it to its level, in words; empty where a sample did
  Untrusted action;              ///< what to do; may be empty
  std::string runbook;           ///< the operator's own http(s) URL, or empty
  std::string chart = {};        ///< PNG; may be empty
  Duration delayed{};            ///< how much later than it should it is told; under kWorthSaying it is not said
  std::string follows = {};      ///< the message that told of it in full and is changed too: few words will do; or ""
};

/// A delay below this is no news to anybody.
inline constexpr Duration kWorthSaying = std::chrono::minutes{5};

/// How many incidents there are of each kind.
struct Tally {
  std::array<std::size_t, 4> at_level{};  ///< by Level, of those that are not over
  std::size_t recovered = 0;
  std::size_t ended = 0;
  std::size_t tests = 0;

  void add(What what, Level level);
  std::size_t total() const;
  /// "2 critical, 1 warning, 3 recovered".
  std::string to_string() const;
};

/// What there is to tell one channel.
struct Notification {
  std::string project;
  Zone zone;
  TimePoint at;
  std::vector<Item> items;  ///< worst first; a message without items is a bug
  Tally more = {};          ///< what is to be told after the items
  bool continues = false;   ///< a message with the first part has just gone out
  bool is_edit = false;     ///< takes the place of an older message; nothing follows it
};

/// Whether the incident is closed: it recovered or it ended.
bool is_over(Item const& item);

/// The worst level among the items.
Level worst(Notification const& what);

/// Of everything that there is to tell.
Tally tally(Notification const& what);

/// An icon for the level: 🔴 🟡 🔵, and 🟢 for ok.
std::string_view icon(Level level);

/// The level's colour as 0xRRGGBB.
std::uint32_t colour(Level level);

/// The labels for people: "bitcoin" or "metric=precision, model=bitcoin" ("" when there are none).
std::string place_of(Item const& item);

}  // namespace lapwing::notify
