// SPDX-License-Identifier: Apache-2.0
// The seam of the sources: one implementation per kind (poll/registry.hpp lists them).
#pragma once

#include "core/result.hpp"
#include "core/sample.hpp"
#include "io/http_client.hpp"
#include "io/workers.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
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
  /// Why the source, or what matters most of it, could not be read this time. The poll has then failed, but what it
  /// brought and its cursor count all the same.
  std::optional<Error> fault = {};
};

/// Reads one source. Holds its options and nothing that changes. An Error is a failed poll: counted, shown, alerted on,
/// never fatal, and it yields no sample; so is an exception. Its message names the file or host and the remedy.
class Poller {
 public:
  virtual ~Poller() = default;
  virtual boost::asio::awaitable<Result<PollReport>> poll(PollContext context) = 0;

  /// Whether the source can be asked for its past, beyond what a poll reads.
  virtual bool keeps_history() const { return false; }
  /// What happened in [from, to): samples and events alone, the same ones that a poll at that time would have brought.
  /// The report's cursor means nothing. Errors: as poll; busy where a limit of the source asks for patience (the same
  /// span again later). Not to be called where keeps_history is false.
  virtual boost::asio::awaitable<Result<PollReport>> backfill(PollContext context, TimePoint from, TimePoint to);
};

}  // namespace lapwing::poll
