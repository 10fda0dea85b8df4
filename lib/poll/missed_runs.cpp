// SPDX-License-Identifier: Apache-2.0
#include "poll/missed_runs.hpp"

#include <algorithm>

namespace lapwing::poll {

MissedRuns find_missed_runs(std::span<RunSchedule const> schedules, Duration grace, TimePoint last, TimePoint now) {
  constexpr std::size_t most = 1000;
  std::vector<TimePoint> slots;
  for (auto const& schedule : schedules) {
    auto slot = schedule.cron.next_after(last, schedule.zone);
    for (std::size_t i = 0; i < most && slot && *slot + grace <= now; ++i) {
      slots.push_back(*slot);
      slot = schedule.cron.next_after(*slot, schedule.zone);
    }
  }
  std::ranges::sort(slots);
  auto const repeated = std::ranges::unique(slots);
  slots.erase(repeated.begin(), repeated.end());
  MissedRuns missed;
  missed.count = std::min(slots.size(), most);
  if (!slots.empty()) missed.oldest = slots.front();
  return missed;
}

}  // namespace lapwing::poll
