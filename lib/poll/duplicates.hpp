// SPDX-License-Identifier: Apache-2.0
// Finds rows that occur twice by 64-bit fingerprints: 8 bytes a row, whatever the row holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>

namespace lapwing::poll {

/// A fast hash that is well mixed in every bit. Two different texts of one file of a million rows share one with a
/// chance of 1 in 37 million. Not for texts that someone chooses in order to collide.
std::uint64_t fingerprint(std::string_view bytes, std::uint64_t seed = 0);

struct Duplicates {
  std::size_t count = 0;  ///< members that occurred before
  std::size_t first = 0;  ///< positions of the first such pair, where count > 0
  std::size_t repeat = 0;
};

/// Needs about 4 bytes a fingerprint while it runs, and 16 for each that is (or looks) repeated.
Duplicates find_duplicates(std::deque<std::uint64_t> const& fingerprints);

}  // namespace lapwing::poll
