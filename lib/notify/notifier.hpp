// SPDX-License-Identifier: Apache-2.0
// The seam of the channels: one implementation per kind (notify/registry.hpp lists them). Pure: it opens no socket,
// holds no coroutine, retries nothing. The dispatcher does that once for all of them.
#pragma once

#include "io/http.hpp"
#include "io/program.hpp"
#include "io/retry_after.hpp"
#include "notify/brief.hpp"
#include "notify/destination.hpp"
#include "notify/notification.hpp"

#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace lapwing::notify {

/// How much a message may hold. `plain` is the last resort after a channel refused the full form: text alone, at most
/// 500 characters, still naming incidents and counting those that follow.
enum class Form { full, plain };

/// Text for the terminal that the daemon runs in, newline at the end.
struct ConsoleText {
  std::string text;
};

using Payload = std::variant<HttpRequest, ConsoleText, ProgramCall>;

/// A message, and how many items of its notification it tells: the first ones, at least one. What did not fit into it
/// wants a message of its own.
struct Rendered {
  Payload payload;
  std::size_t told = 0;
};

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
  /// A rate limit: we were too fast for it.
  bool is_limit = false;
  /// The answer's status; 0 where there was none.
  int status = 0;
  /// The channel's id of the message that it has now, where it can be changed later.
  std::string message = {};
};

class Notifier {
 public:
  virtual ~Notifier() = default;
  /// Any notification renders, within the channel's limits, with all text from outside escaped. What did not fit is
  /// counted.
  virtual Rendered render(Notification const& what, Form form) const = 0;
  /// The same of a report, which always fits into one message.
  virtual Payload render_report(Brief const& what, Form form) const = 0;
  /// One of the two, as the payload is; asking for the other is a bug. A terminal gives no answer.
  virtual Outcome classify(HttpResponse const& answer) const;
  virtual Outcome classify_run(Result<ProgramResult> const& ran) const;
  /// Puts `what` in the place of a message that the channel has; absent where it can not.
  virtual std::optional<HttpRequest> edit(Notification const& what, std::string const& message) const;
  /// The mildest level whose incidents it shows with a chart; absent for none.
  virtual std::optional<Level> chart_from() const { return std::nullopt; }
  /// Where its messages go; empty for a channel that is no server.
  virtual Destination destination() const { return {}; }
};

}  // namespace lapwing::notify
