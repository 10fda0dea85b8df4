// SPDX-License-Identifier: Apache-2.0
// The seam of the sources: one implementation per kind (poll/registry.hpp lists them).
#pragma once

#include "core/result.hpp"
#include "core/sample.hpp"
#include "io/http_client.hpp"
#include "io/workers.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lapwing::poll {

/// The newest sample of a series, as a poller may ask for what other pollers brought.
struct NewestSample {
  Labels labels;
  double value;
  TimePoint at;
};

/// What a poll may use. The references outlive every poll.
struct PollContext {
  TimePoint now;
  std::string cursor;  ///< what the last successful poll returned; "" at first
  HttpClient& http;
  Workers& workers;
  /// The newest sample of every series of a metric, whoever brought it; may be empty (a probe, a test).
  std::function<std::vector<NewestSample>(std::string const& metric)> newest = {};
};

/// One part of a source, and whether it can be read; `words` says why not, with the remedy.
struct Probed {
  std::string part;
  bool is_readable;
  std::string words;
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

  /// What of the source can be read, by few and small requests. By default: one poll from the beginning.
  virtual boost::asio::awaitable<std::vector<Probed>> probe(PollContext context);

  /// Whether that file, an absolute path, is where it reads.
  virtual bool reads(std::string const&) const { return false; }

  /// Whether the source can be asked for its past, beyond what a poll reads.
  virtual bool keeps_history() const { return false; }
  /// What happened in [from, to): samples and events alone, the same ones that a poll at that time would have brought.
  /// The report's cursor means nothing. Errors: as poll; busy where a limit of the source asks for patience (the same
  /// span again later). Not to be called where keeps_history is false.
  virtual boost::asio::awaitable<Result<PollReport>> backfill(PollContext context, TimePoint from, TimePoint to);
};

}  // namespace lapwing::poll
