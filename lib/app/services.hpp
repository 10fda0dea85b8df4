// SPDX-License-Identifier: Apache-2.0
// What the outside world is to the App: main injects the real one, tests their own.
#pragma once

#include "core/secret.hpp"
#include "io/clock.hpp"
#include "io/http_client.hpp"
#include "io/workers.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lapwing::app {

/// References outlive the App. All coroutines run on `loop`.
struct Services {
  boost::asio::any_io_executor loop;
  Clock& clock;
  HttpClient& http;
  Workers& workers;                                     ///< for pollers' blocking work
  Workers& store_worker;                                ///< one thread: the store's only user
  std::function<double()> jitter;                       ///< in [0, 1)
  std::function<void(std::string_view)> print;          ///< the console channel's way out
  std::function<void(std::string_view)> service_state;  ///< tells the service manager: "READY=1"
  std::optional<Duration> watchdog = {};  ///< how soon the service manager takes silence for a hang, if it does
  /// Masks secrets in what is kept and in what leaves; the log has its own.
  Redact redact = [](std::string const& text) { return text; };
};

}  // namespace lapwing::app
