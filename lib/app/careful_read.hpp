// SPDX-License-Identifier: Apache-2.0
// What a poller brings, with its defects turned into errors: no source can end the daemon or spoil a series.
#pragma once

#include "core/secret.hpp"
#include "poll/poller.hpp"

#include <boost/asio/awaitable.hpp>

namespace lapwing::app {

/// The report of a poll or a back-fill under way. An exception, or a value that no series may hold, is an Error that
/// says so; a cancellation passes through. What is kept or told of it goes through `redact`, which outlives it: a path,
/// a repository or an answer may hold a secret.
boost::asio::awaitable<Result<poll::PollReport>> read_carefully(boost::asio::awaitable<Result<poll::PollReport>> read,
                                                                Redact const& redact);

}  // namespace lapwing::app
