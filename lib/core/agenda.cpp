// SPDX-License-Identifier: Apache-2.0
#include "core/agenda.hpp"

#include <algorithm>

namespace lapwing {
namespace {

using namespace std::chrono_literals;

/// A wake-up is never late by more than this unless nobody was there.
constexpr Duration kPunctual = 1min;

/// A clock that was set back by less than this repeats no slot; by more, it had been wrong before.
constexpr Duration kLargestRepeat = 26h;

}  // namespace

TimePoint Agenda::base(TimePoint now) const {
  if (*last_ <= now) return *last_;
  // An interval is as long as it is, whatever the clock shows: nobody knows how much of it has gone by.
  if (auto const interval = every_.interval()) return now - *interval;
  return *last_ - now < kLargestRepeat ? *last_ : now;
}

std::optional<Agenda::Due> Agenda::take(TimePoint now, Zone const& zone) {
  if (!last_) {
    last_ = now;
    return Due{now};
  }
  Due due{every_.next_after(base(now), zone)};
  if (due.slot > now) return std::nullopt;
  if (auto const interval = every_.interval()) {
    due.missed = std::size_t((now - due.slot) / *interval);
    due.slot += due.missed * *interval;
  } else {
    for (auto next = every_.next_after(due.slot, zone); next <= now; next = every_.next_after(next, zone)) {
      due.slot = next;
      ++due.missed;
    }
  }
  auto const late = now - due.slot;
  bool const is_belated = late > kPunctual || (every_.interval() && due.missed > 0);
  // Intervals keep their beat, but count anew after a pause.
  last_ = every_.interval() && is_belated ? now : due.slot;
  if (is_belated && catch_up_ == CatchUp::skip) return std::nullopt;
  return due;
}

std::size_t Agenda::skip_passed(TimePoint now, Zone const& zone) {
  if (!last_) return 0;
  std::size_t skipped = 0;
  auto slot = every_.next_after(base(now), zone);
  while (slot <= now) {
    auto const following = every_.next_after(slot, zone);
    if (!every_.interval() && following > now) break;
    last_ = slot;
    slot = following;
    ++skipped;
  }
  return skipped;
}

TimePoint Agenda::next(TimePoint now, Zone const& zone) const {
  return last_ ? std::max(every_.next_after(base(now), zone), now) : now;
}

}  // namespace lapwing
