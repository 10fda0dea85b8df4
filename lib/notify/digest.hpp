// SPDX-License-Identifier: Apache-2.0
// What is told in full, what on one line and what is only counted, when a message has more items than a channel can
// take.
#pragma once

#include "notify/notification.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace lapwing::notify {

/// The first `full` items are told in full, the next `named` on a line each, the rest is counted.
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

/// "and 12 more: see `lapwing alerts`", "" for none.
std::string counted(std::size_t items);

/// The last resort: the headline, a line for each item and the count of the rest, all in at most 500 characters.
/// `escape` is the medium's (notify/markup.hpp).
std::string short_text(Notification const& what, std::string (*escape)(std::string_view text, std::size_t limit));

}  // namespace lapwing::notify
