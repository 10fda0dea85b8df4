// SPDX-License-Identifier: Apache-2.0
// The seam of the sources: one implementation per kind (poll/registry.hpp lists them).
#pragma once

#include "core/result.hpp"
#include "core/sample.hpp"
#include "io/http_client.hpp"
#include "io/workers.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace lapwing::poll {

/// What a poll may use. The references outlive every poll.
struct PollContext {
  TimePoint now;
  std::string cursor;  ///< what the last successful poll returned; "" at first
  HttpClient& http;
  Workers& workers;
};

/// What a poll brings. Stored in one transaction: samples and events are never lost or doubled by a crash.
struct PollReport {
  std::vector<Sample> samples;
  std::vector<Event> events;
  std::string cursor;  ///< opaque resume text for the next poll
};

/// Reads one source. Holds its options and nothing that changes. An Error is a failed poll: counted, shown, alerted on,
/// never fatal, and it yields no sample; so is an exception. Its message names the file or host and the remedy.
class Poller {
 public:
  virtual ~Poller() = default;
  virtual boost::asio::awaitable<Result<PollReport>> poll(PollContext context) = 0;
};

}  // namespace lapwing::poll
