// SPDX-License-Identifier: Apache-2.0
// What delivery works with, by which rules, and what it tells of itself.
#pragma once

#include "alert/attention.hpp"
#include "core/secret.hpp"
#include "core/zone.hpp"
#include "io/clock.hpp"
#include "io/http_client.hpp"
#include "io/workers.hpp"
#include "notify/notifier.hpp"
#include "notify/plan.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::notify {

/// What couriers work with; everything outlives them.
struct DispatcherServices {
  Clock& clock;
  HttpClient& http;
  Workers& workers;       ///< programs are run on it
  Workers& store_worker;  ///< all calls into the store are made on it
  store::Store& store;
  std::function<double()> jitter;               ///< in [0, 1)
  std::function<void(std::string_view)> print;  ///< the console channel's way out
  Redact redact = [](std::string const& text) { return text; };
};

struct Channel {
  std::string name;
  std::unique_ptr<Notifier> notifier;
};

/// Who is told, what and when.
struct Policy {
  Routes routes;
  /// Why nothing is told of an incident at present, given what the channel heard last; empty: all may be told.
  std::function<std::optional<alert::Held>(alert::Incident const&, Level told)> held = {};
  /// How long after a message the incident is told again, if so many reminders were sent; empty: never.
  std::function<std::optional<Duration>(alert::Incident const&, std::int64_t reminders)> remind = {};
  /// What draws an incident's chart (PNG, "" where there is none), on the store's worker; empty: nothing can.
  std::function<std::function<Result<std::string>()>(alert::Incident const&)> chart = {};
  /// What makes the short form of a report, on the store's worker, with or without a chart; empty: there are no
  /// reports.
  std::function<std::function<Result<Brief>()>(store::ReportDebt const&, bool with_chart)> report = {};
  /// How long a wave waits for company; what is due later than that is so only because the clock was set back.
  Duration group_wait{};
};

/// How all messages are headed.
struct Letterhead {
  std::string project;
  Zone zone;
};

/// Who wants to know how deliveries fare.
struct Listeners {
  /// A channel begins or ceases to work.
  std::function<void(std::string const& channel, bool works, std::string const& why)> health;
  /// Messages were given up: a channel will never have them.
  std::function<void(std::string const& channel, std::vector<store::Owed> const& debts, std::string const& why)>
      given_up;
  /// The same of a report.
  std::function<void(std::string const& channel, store::ReportDebt const& debt, std::string const& why)>
      report_given_up = [](std::string const&, store::ReportDebt const&, std::string const&) {};
};

/// What has happened since the start.
struct Counters {
  std::uint64_t attempts = 0;    ///< requests and prints, edits and tests included
  std::uint64_t delivered = 0;   ///< messages that the channel took
  std::uint64_t edited = 0;      ///< messages that were changed where they stand
  std::uint64_t retried = 0;     ///< attempts that are to be made again: limits, outages
  std::uint64_t refused = 0;     ///< attempts that the destination refused as such
  std::uint64_t degraded = 0;    ///< messages refused in full that go out as plain text
  std::uint64_t given_up = 0;    ///< incidents whose message became a dead letter
  std::uint64_t superseded = 0;  ///< debts that said nothing any more
};

/// How a channel fares at present.
struct Fares {
  std::string channel;
  bool is_failing = false;  ///< it refused, or three attempts in a row failed
  Duration behind{};        ///< so long it has had something to tell, and told nothing
};

}  // namespace lapwing::notify
