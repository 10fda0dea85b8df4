// SPDX-License-Identifier: Apache-2.0
// The seam of the channels: one implementation per kind (notify/registry.hpp lists them). Pure: it opens no socket,
// holds no coroutine, retries nothing. The dispatcher does that once for all of them.
#pragma once

#include "io/http.hpp"
#include "io/retry_after.hpp"
#include "notify/notification.hpp"

#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace lapwing::notify {

/// How much a message may hold. `plain` is the last resort after a channel refused the full form: text alone, at most
/// 500 characters, still naming the incidents and counting what is left out.
enum class Form { full, plain };

/// Text for the terminal that the daemon runs in, newline at the end.
struct ConsoleText {
  std::string text;
};

using Payload = std::variant<HttpRequest, ConsoleText>;

/// What an answer means for the messages in it and for the channel.
struct Outcome {
  enum class Kind {
    delivered,        ///< the channel has it
    retry,            ///< not now: rate limit, outage, transport
    bad_message,      ///< this message will never be accepted; another may
    bad_destination,  ///< nothing will be accepted until someone changes something: wrong URL, revoked, archived
  };
  Kind kind = Kind::delivered;
  /// Why, and for bad_destination what to do about it; sanitised, at most 300 characters, no secret.
  std::string why = {};
  /// The channel asks to wait this long before the next message (also after a delivery). At most kLongestWait.
  std::optional<Duration> wait = {};
  /// The wait binds every channel on the same host: a global limit, or the host blocks this machine's address.
  bool whole_host = false;
};

class Notifier {
 public:
  virtual ~Notifier() = default;
  /// Any notification renders, within the channel's limits, with all text from outside escaped. What did not fit is
  /// counted.
  virtual Payload render(Notification const& what, Form form) const = 0;
  virtual Outcome classify(HttpResponse const& answer) const = 0;
};

}  // namespace lapwing::notify
