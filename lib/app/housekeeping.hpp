// SPDX-License-Identifier: Apache-2.0
// Removes what is older than the retention from the store, once a day.
#pragma once

#include "app/options.hpp"
#include "app/services.hpp"
#include "store/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace lapwing::app {

/// One task. A cleaning begins a minute after the start and then every night, and is made of steps of a few
/// milliseconds; between two of them the store is free for whoever waits. One that fails is begun again the next night.
class Housekeeping {
 public:
  /// All outlive it.
  Housekeeping(Services& services, store::Store& store, Options const& options);
  Housekeeping(Housekeeping const&) = delete;
  Housekeeping& operator=(Housekeeping const&) = delete;

  /// Until `stop`, or cancelled.
  boost::asio::awaitable<void> run();
  void stop();

  /// One whole cleaning. Without pauses for who does not run on.
  boost::asio::awaitable<void> clean(Duration pause = Duration{0});

 private:
  Services& services_;
  store::Store& store_;
  Options const& options_;
  std::unique_ptr<Alarm> alarm_;
  bool stopping_ = false;
};

}  // namespace lapwing::app
