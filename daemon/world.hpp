// SPDX-License-Identifier: Apache-2.0
// The real outside world: the loop, the clock, threads, the network. One per process.
#pragma once

#include "app/services.hpp"
#include "command.hpp"
#include "io/beast_client.hpp"
#include "io/clock.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <random>

namespace lapwing::daemon {

/// The system's clock. Alone in world_clock.cpp, so that a program for tests can be this one but for the time.
std::unique_ptr<Clock> make_clock(boost::asio::any_io_executor loop);

/// Members in order of start; destruction is shutdown.
class World {
 public:
  World();
  World(World const&) = delete;
  World& operator=(World const&) = delete;

  boost::asio::io_context& loop() { return loop_; }
  app::Services services();

 private:
  boost::asio::io_context loop_{1};
  std::unique_ptr<Clock> clock_;
  Workers workers_{1};
  Workers store_worker_{1};
  BeastClient http_;
  std::minstd_rand random_;
};

}  // namespace lapwing::daemon
