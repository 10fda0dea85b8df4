// SPDX-License-Identifier: Apache-2.0
#include "poll/poller.hpp"

#include <stdexcept>

namespace lapwing::poll {

boost::asio::awaitable<Result<PollReport>> Poller::backfill(PollContext, TimePoint, TimePoint) {
  throw std::logic_error("Poller: backfill of a source that keeps no history");
}

}  // namespace lapwing::poll
