// SPDX-License-Identifier: Apache-2.0
// Tells a service of the kind of Healthchecks that all is well here: by its silence somebody learns that it is not,
// even where nothing of this machine can say so any more.
#pragma once

#include "app/options.hpp"
#include "app/pipeline.hpp"
#include "app/services.hpp"
#include "notify/dispatcher.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <span>
#include <string>

namespace lapwing::app {

/// Why people might not be told although something was found: every channel that hears anything fails, or one that
/// works is more than 5 minutes behind. "" where nothing is in the way.
std::string obstacle_of(std::span<notify::Fares const> channels, notify::Routes const& routes);

/// One task. A ping goes out at the start and when the schedule says so, each after a whole cycle of its own: what had
/// come in is judged and stored, and there is no obstacle. Else there is none, and the log says why. A ping that fails
/// is tried again at the next time; it holds up nothing.
class Heartbeat {
 public:
  /// All outlive it; the options name a heartbeat.
  Heartbeat(Services& services, Pipeline& pipeline, notify::Dispatcher const& dispatcher, Options const& options);
  Heartbeat(Heartbeat const&) = delete;
  Heartbeat& operator=(Heartbeat const&) = delete;

  /// Until `stop`, or cancelled.
  boost::asio::awaitable<void> run();
  void stop();

 private:
  boost::asio::awaitable<std::string> beat();
  void report(std::string hindrance);

  Services& services_;
  Pipeline& pipeline_;
  notify::Dispatcher const& dispatcher_;
  Options const& options_;
  std::unique_ptr<Alarm> alarm_;
  std::string hindrance_;  // of the last beat; "" after a ping
  bool stopping_ = false;
};

}  // namespace lapwing::app
