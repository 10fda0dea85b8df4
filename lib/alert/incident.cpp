// SPDX-License-Identifier: Apache-2.0
#include "alert/incident.hpp"

#include <algorithm>
#include <bit>

namespace lapwing::alert {
namespace {

constexpr std::size_t kMostRecent = 64;

}  // namespace

void Recent::add(bool shows) {
  bits = bits << 1 | std::uint64_t(shows);
  runs = std::min(runs + 1, kMostRecent);
}

void Recent::replace(bool shows) { bits = (bits & ~std::uint64_t{1}) | std::uint64_t(shows); }

std::size_t Recent::changes(std::size_t window) const {
  auto const looked_at = std::min(window, runs);
  if (looked_at < 2) return 0;
  auto const pairs = (std::uint64_t{1} << (looked_at - 1)) - 1;
  return std::size_t(std::popcount((bits ^ bits >> 1) & pairs));
}

bool Standing::is_pending() const {
  return std::ranges::any_of(kAlertLevels,
                             [&](Level one) { return one > level && streaks[std::size_t(one)].runs > 0; });
}

}  // namespace lapwing::alert
