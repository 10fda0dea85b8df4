// SPDX-License-Identifier: Apache-2.0
#include "world.hpp"

namespace lapwing::daemon {

std::unique_ptr<Clock> make_clock(boost::asio::any_io_executor loop) {
  return std::make_unique<SystemClock>(std::move(loop));
}

}  // namespace lapwing::daemon
