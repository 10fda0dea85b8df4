// SPDX-License-Identifier: Apache-2.0
// One message on its way out, whichever way its kind of channel goes.
#pragma once

#include "core/secret.hpp"
#include "io/http_client.hpp"
#include "io/workers.hpp"
#include "notify/notifier.hpp"

#include <functional>
#include <string_view>

namespace lapwing::notify {

/// Everything outlives the sending.
struct WaysOut {
  HttpClient& http;
  Workers& workers;                             ///< programs are run on it
  std::function<void(std::string_view)> print;  ///< the console's
  Redact redact = [](std::string const& text) { return text; };
};

/// Sends the notifier's payload and says what became of it. Why it failed is redacted: answers echo what they were
/// asked.
boost::asio::awaitable<Outcome> send(WaysOut const& ways, Notifier const& notifier, Payload payload);

}  // namespace lapwing::notify
