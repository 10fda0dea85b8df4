// SPDX-License-Identifier: Apache-2.0
// When a channel may be tried again. Pure.
#pragma once

#include "notify/notifier.hpp"
#include "store/records.hpp"

namespace lapwing::notify {

/// The channel's record after an attempt at `now`. `jitter` is in [0, 1).
///  - delivered: as soon as the channel asked for.
///  - retry: the longer of what the channel asked for and an exponential back-off from 1 s to 5 min with jitter.
///  - bad_destination: a probe in 10 minutes.
///  - bad_message: at once, the channel itself is well.
store::ChannelRecord after_attempt(store::ChannelRecord before, Outcome const& outcome, TimePoint now, double jitter);

/// Whether people should be told that the channel does not work: it refused, or three attempts in a row failed.
bool is_failing(store::ChannelRecord const& channel, Outcome::Kind last);

}  // namespace lapwing::notify
