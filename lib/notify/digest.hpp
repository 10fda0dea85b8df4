// SPDX-License-Identifier: Apache-2.0
// What is told in full, what in a few words and what is only counted, when a message has more items than a channel can
// take.
#pragma once

#include "notify/notification.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::notify {

/// The medium's escape (notify/markup.hpp).
using Escape = std::string (*)(std::string_view text, std::size_t limit);

/// One item in few words, for each of the two places where it may stand.
struct DigestLine {
  std::string opening;    ///< at the start of a line: names alert, state and threshold too
  std::string following;  ///< " · place value (#n)", beside others of its alert; "" where it begins a line anyway
};

/// A line for each item. Neighbours of one alert, state and threshold share theirs:
/// 🔴 CRITICAL · model-accuracy, below 60%: bitcoin 58.3% (#42) · ether 59.1% (#43)
std::vector<DigestLine> digest_lines(std::span<Item const> items, Escape escape);

/// The lines put together, in blocks of at most `limit` in the given measure; no block is empty.
std::vector<std::string> blocks_of(std::span<DigestLine const> lines, std::size_t limit,
                                   std::size_t (*measure)(std::string_view));

/// The first `full` items are told in full, the next `named` in few words, the rest is counted.
struct Split {
  std::size_t full;
  std::size_t named;
};

/// What a message holds, in the unit in which the sizes are measured.
struct Room {
  std::size_t message;  ///< all full items and the digest
  std::size_t digest;   ///< the digest at most
  std::size_t frame;    ///< of it: what the digest needs beside its lines
};

/// `full` holds the sizes of those items that may be told in full (the first ones), `lines` of every item's line. The
/// worst item is told in full; each further one only while the lines of all the rest still fit, so that naming goes
/// before telling. The first item is expected to leave room for the frame; lines there are none otherwise.
Split split_items(std::span<std::size_t const> full, std::span<std::size_t const> lines, Room room);

/// How the items of a message are told.
struct Layout {
  std::size_t full;                  ///< so many in full
  std::vector<DigestLine> in_short;  ///< and of so many the lines
  Level level = Level::ok;           ///< the worst of those
  std::size_t told;                  ///< both together
  std::string count;                 ///< what is said of the rest, as `counted` has it
};

/// `full` holds the sizes of those items that may be told in full, `measure` gives a line's in the same unit.
Layout lay_out(Notification const& what, std::span<std::size_t const> full, Escape escape,
               std::size_t (*measure)(std::string_view), Room room);

/// "12 more follow", or where nothing follows (an edit) "and 12 more: see `lapwing alerts`"; "" for none.
std::string counted(std::size_t items, Notification const& what);

/// The last resort: the headline, a line for each item and the count of the rest, all in at most 500 characters.
struct ShortText {
  std::string text;
  std::size_t told;  ///< how many items have a line
};
ShortText short_text(Notification const& what, Escape escape);

}  // namespace lapwing::notify
