// SPDX-License-Identifier: Apache-2.0
// What is stored beside samples and incidents: how pollers and channels fare, and what channels are owed.
#pragma once

#include "alert/advance.hpp"
#include "alert/origins.hpp"
#include "core/sample.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace lapwing::store {

struct PollerRecord {
  std::string name;
  TimePoint last_run;
  std::optional<TimePoint> last_success;
  std::int64_t failures = 0;  ///< in a row
  std::string error;          ///< of the last run; "" after a success
  std::string cursor;
};

struct ChannelRecord {
  std::string name;
  TimePoint not_before{};                       ///< nothing is sent earlier; survives a restart
  std::int64_t failures = 0;                    ///< in a row
  std::string error;                            ///< of the last attempt; "" after a delivery
  std::optional<TimePoint> failing_since = {};  ///< the first of those failures
  std::int64_t refusals = 0;                    ///< in a row: the destination takes nothing
  Duration pace{};                              ///< between two messages at least, as its answers taught
  std::string destination = {};                 ///< a fingerprint of where messages go; "" not known
};

/// That a channel is owed the present state of an incident from `due` on.
struct Debt {
  std::string channel;
  alert::IncidentId incident;
  TimePoint due;
};

/// A debt as the dispatcher works on it.
struct Owed {
  alert::Incident incident;
  Level told = Level::ok;    ///< what the channel heard last
  std::string message = {};  ///< the channel's id of the message that told it in full; "" where it can not be changed
  TimePoint due;
  std::int64_t revision = 0;                ///< changes when the debt is renewed while a message is on its way
  bool is_reminder = false;                 ///< nothing has changed, but it is time to tell it again
  std::int64_t reminders = 0;               ///< sent since its level was told
  std::optional<TimePoint> remind_at = {};  ///< once told: when again; absent for never
};

/// A message that no longer says what is true.
struct Edit {
  std::string message;  ///< the channel's id
  TimePoint due;
  std::int64_t tries = 0;  ///< that failed
};

/// A message that is on its channel.
struct Delivered {
  std::vector<Owed> told;          ///< each with the message that tells it in full from now on
  std::vector<std::string> stale;  ///< older messages that it has made untrue
};

/// A report that a channel is owed.
struct ReportDebt {
  std::string report;  ///< daily, weekly, monthly
  TimePoint at;        ///< as of when it tells: the slot of its schedule
  TimePoint due;       ///< not sent earlier
};

/// The reminders of one channel.
struct Reminders {
  std::vector<Owed> due;
  std::optional<TimePoint> next;  ///< when the first of those to come is due
};

/// Something that somebody did.
struct AuditRow {
  TimePoint at;
  std::string who;
  std::string what;
};

/// A message that a channel will never take.
struct DeadLetter {
  std::string channel;
  alert::IncidentId incident;
  Level level;
  TimePoint at;
  std::string why;
};

/// Some samples of one series.
struct SamplePiece {
  std::string const& metric;
  Labels const& labels;
  std::span<series::Point const> points;
  double done;  ///< the share of the series that were read before it
};

/// How often something has happened since the store was made. Names and labels:
/// polls {poller, result: success or failure}, messages {channel, result: delivered or given_up},
/// incidents_opened {alert, level: that at which it opened}.
struct Counter {
  std::string name;
  Labels labels;
  std::int64_t value;
};

/// By metric and labels.
using NewestSamples = std::map<std::string, std::map<Labels, series::Point>>;

/// All that one tick writes, in one transaction.
struct Commit {
  std::vector<Sample> samples;
  std::vector<Event> events;
  std::vector<PollerRecord> pollers;
  std::vector<std::pair<alert::SeriesName, alert::Origin>> origins;              ///< of series that have samples
  std::vector<std::pair<alert::Key, std::optional<alert::Standing>>> standings;  ///< absent: forget it
  std::vector<alert::Incident> incidents;
  std::vector<Debt> debts;
};

}  // namespace lapwing::store
