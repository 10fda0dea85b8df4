// SPDX-License-Identifier: Apache-2.0
#include "alert/quiet_hours.hpp"

#include <algorithm>

namespace lapwing::alert {
namespace {

using std::chrono::days;

/// The end of the stretch of one entry that an instant is in.
std::optional<TimePoint> end_of(QuietHours const& one, TimePoint now, Zone const& zone) {
  auto const today = std::chrono::floor<days>(zone.to_local(now));
  for (auto const day : {today - days{1}, today}) {  // a stretch of yesterday may reach into today
    if (!one.days[std::chrono::weekday(day).c_encoding()]) continue;
    auto const begin = zone.to_instant(day + one.from);
    auto const end = zone.to_instant((one.to > one.from ? day : day + days{1}) + one.to);
    if (begin <= now && now < end) return end;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TimePoint> quiet_until(std::vector<QuietHours> const& hours, Level level, TimePoint now,
                                     Zone const& zone) {
  std::optional<TimePoint> until;
  // As many steps as a week of entries that touch one another could have.
  for (std::size_t step = 0; step <= 8 * hours.size(); ++step) {
    std::optional<TimePoint> further;
    for (auto const& one : hours) {
      if (one.muted[std::size_t(level)]) further = std::max(further, end_of(one, until.value_or(now), zone));
    }
    if (!further) break;
    until = further;
  }
  return until;
}

}  // namespace lapwing::alert
