// SPDX-License-Identifier: Apache-2.0
// What a poller brings, with its defects turned into errors: no source can end the daemon or spoil a series.
#pragma once

#include "poll/poller.hpp"

#include <boost/asio/awaitable.hpp>

namespace lapwing::app {

/// The report of a poll or a back-fill under way. An exception, or a value that no series may hold, is an Error that
/// says so; a cancellation passes through.
boost::asio::awaitable<Result<poll::PollReport>> read_carefully(boost::asio::awaitable<Result<poll::PollReport>> read);

}  // namespace lapwing::app
