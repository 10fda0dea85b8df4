// SPDX-License-Identifier: Apache-2.0
// When a channel may be tried again. Pure.
#pragma once

#include "notify/notifier.hpp"
#include "store/records.hpp"

namespace lapwing::notify {

/// The channel's record after an attempt at `now`. `jitter` is in [0, 1).
///  - delivered: as soon as the channel asked for, and not before its pace.
///  - retry: the longer of what the channel asked for and an exponential back-off from 1 s to 5 min with jitter. A rate
///    limit doubles the pace (from 250 ms to 30 s), each delivery shortens it by a tenth: what no header shows is
///    learned.
///  - bad_destination: a probe in 10 minutes, then ever later, at last every 6 hours.
///  - bad_message: at once, the channel itself is well.
store::ChannelRecord after_attempt(store::ChannelRecord before, Outcome const& outcome, TimePoint now, double jitter);

/// From 1 s, doubled with each failure up to 5 min; between half of that and all of it.
Duration back_off(std::int64_t failures, double jitter);

/// How long word of something that happened once is tried on a channel that does not work before it is given up: 1 h,
/// 12 h, 72 h for info, warning, critical. What is still open or was heard of is never given up for its age.
Duration age_limit(Level level);

/// Whether people should be told that the channel does not work: it refused, or three attempts in a row failed.
bool is_failing(store::ChannelRecord const& channel, Outcome::Kind last);

}  // namespace lapwing::notify
