// SPDX-License-Identifier: Apache-2.0
// What keeps the service manager from taking a daemon that works for one that hangs, and the other way round.
#pragma once

#include "app/pipeline.hpp"
#include "app/services.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace lapwing::app {

/// Says "WATCHDOG=1" each time a round of judging of its own has ended, twice within `limit`. A store that refuses does
/// not count as a hang: what it has not taken is kept in memory, and a restart would lose that.
class Watchdog {
 public:
  /// Both outlive it.
  Watchdog(Services& services, Pipeline& pipeline, Duration limit);
  Watchdog(Watchdog const&) = delete;
  Watchdog& operator=(Watchdog const&) = delete;

  /// Until `stop`, or cancelled.
  boost::asio::awaitable<void> run();
  void stop();

 private:
  Services& services_;
  Pipeline& pipeline_;
  Duration limit_;
  std::unique_ptr<Alarm> alarm_;
  bool stopping_ = false;
};

/// While a start takes long, for instance because the store is upgraded: asks for more time, for at most an hour.
class MoreTime {
 public:
  explicit MoreTime(Services& services);
  MoreTime(MoreTime const&) = delete;
  MoreTime& operator=(MoreTime const&) = delete;

  /// Until `stop`, or cancelled.
  boost::asio::awaitable<void> run();
  void stop() { alarm_->ring(); }

 private:
  Services& services_;
  std::unique_ptr<Alarm> alarm_;
};

}  // namespace lapwing::app
