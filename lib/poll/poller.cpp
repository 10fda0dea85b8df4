// SPDX-License-Identifier: Apache-2.0
#include "poll/poller.hpp"

#include <stdexcept>
#include <utility>

namespace lapwing::poll {

boost::asio::awaitable<std::vector<Probed>> Poller::probe(PollContext context) {
  auto const polled = co_await poll(std::move(context));
  Probed probed{"", bool(polled),
                polled ? std::to_string(polled->samples.size()) + " samples" : polled.error().message};
  if (polled && polled->fault) probed = {"", false, polled->fault->message};
  co_return std::vector<Probed>(1, std::move(probed));
}

boost::asio::awaitable<Result<PollReport>> Poller::backfill(PollContext, TimePoint, TimePoint) {
  throw std::logic_error("Poller: backfill of a source that keeps no history");
}

}  // namespace lapwing::poll
