// SPDX-License-Identifier: Apache-2.0
// Everything that survives: one SQLite file in the state directory. One writer; every change is one transaction. All
// calls block (an fsync a commit): the daemon makes them on a worker. No SQL stands outside lib/store.
#pragma once

#include "alert/silence.hpp"
#include "alert/trend.hpp"
#include "core/result.hpp"
#include "rules/rule.hpp"
#include "series/history.hpp"
#include "store/database.hpp"
#include "store/records.hpp"
#include "store/retention.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace lapwing::store {

/// From one instant to another, both included.
struct Span {
  TimePoint from = TimePoint::max();
  TimePoint until = TimePoint::max();
};

class Store {
 public:
  /// Opens `lapwing.db` in the directory, makes and migrates it. ":memory:" for tests. Errors: storage, naming the file
  /// and the remedy. Does not lock the directory (StateLock does).
  static Result<Store> open(std::string const& directory);
  /// For commands that look: writes nothing, works beside a daemon. Errors: not_found where there is no store yet.
  static Result<Store> open_to_read(std::string const& directory);

  /// Standings and open incidents.
  Result<alert::State> load_state();
  /// The standings alone.
  Result<std::map<alert::Key, alert::Standing>> standings();
  Result<std::vector<PollerRecord>> pollers();
  /// Where every series there is comes from.
  Result<std::map<alert::SeriesName, alert::Origin>> origins();
  /// Fills a history with what the rules look at, as of any instant of the span: per series of a metric that they look
  /// at, the span's points and the horizon's before them. By default as of the newest sample. Leaves out the series
  /// that `omit`, where given, names.
  Result<series::History> load_history(rules::RuleSet const& rules, Span span = {},
                                       std::function<bool(alert::SeriesName const&)> const& omit = {});

  /// What reports look at: the samples of each metric since an instant (absent: of none), and of each series the newest
  /// before it; none later than `until`. Evidence goes with the newest sample: a series that has a later one has none.
  Result<series::History> read_past(std::function<std::optional<TimePoint>(std::string const& metric)> const& since,
                                    TimePoint until);

  /// What an alert watched up to an instant, for the chart of an incident (trend.cpp).
  Result<alert::Trend> trend(rules::Rule const& rule, Labels const& labels, TimePoint until);

  /// Those of the events that the store does not hold, each once. There is one writer: they are new until committed.
  Result<std::vector<Event>> new_events(std::vector<Event> events);

  /// Those that happened in the span, in order of time; their fields in order of name.
  Result<std::vector<Event>> events(Span span);

  Result<void> commit(Commit const& changes);

  /// The open ones, worst first, then those closed at or after `closed_since`, newest first.
  Result<std::vector<alert::Incident>> incidents(TimePoint closed_since);
  Result<std::int64_t> count_samples();
  /// Every sample in the span of the series whose metric matches the pattern (matches_glob), in pieces: the series by
  /// metric and labels, each in order of time. Between two pieces nothing is held: who takes his time holds up nobody.
  /// An Error of `take` ends it.
  Result<void> read_samples(std::string const& pattern, Span span,
                            std::function<Result<void>(SamplePiece const&)> const& take);
  /// Leaves of the samples those that are not stored with this value, each once. How many of them change a stored one.
  Result<std::size_t> keep_news(std::vector<Sample>& samples);
  /// By name and labels (counters.cpp).
  Result<std::vector<Counter>> counters();
  /// The newest sample of every series there is.
  Result<NewestSamples> newest_samples();

  /// The dispatcher's side (outbox.cpp). Debts of one channel, in no special order.
  Result<std::vector<Owed>> owed(std::string const& channel);
  /// How many incidents and reports a channel is owed.
  Result<std::size_t> waiting(std::string const& channel);
  /// Open incidents that a channel is to be told again: those whose time has come, unless it is owed them anyway.
  Result<Reminders> reminders(std::string const& channel, TimePoint now);
  /// What a channel was told last, by incident.
  Result<std::map<alert::IncidentId, Level>> told(std::string const& channel);
  /// One transaction: what was told and when again, which debts are settled (those whose revision has not changed),
  /// which older messages are to be changed, how the channel fares. A superseded reminder does not come again.
  Result<void> settle(ChannelRecord const& channel, Delivered const& delivered, std::vector<Owed> const& superseded,
                      TimePoint now);
  /// One transaction: the debts become dead letters.
  Result<void> bury(ChannelRecord const& channel, std::vector<Owed> const& debts, std::string const& why,
                    TimePoint now);
  /// In one transaction.
  Result<void> save(std::vector<ChannelRecord> const& channels);
  Result<std::vector<ChannelRecord>> channels();
  /// Newest first.
  Result<std::vector<DeadLetter>> dead_letters();

  /// Messages of a channel that are to be changed, the first due first.
  Result<std::vector<Edit>> edits(std::string const& channel);
  /// The incidents that a message tells, as they stand now, the worst that they ever were first.
  Result<std::vector<Owed>> told_in(std::string const& channel, std::string const& message);
  /// It was not changed this time; `edit` says when again.
  Result<void> put_off(std::string const& channel, Edit const& edit);
  /// It was changed, or can not be: unless it has become untrue again since `edit` was read.
  Result<void> end_edit(std::string const& channel, Edit const& edit);

  /// Reports (reports.cpp). By name, the slot up to which each was handed to its channels.
  Result<std::map<std::string, TimePoint>> reports_done();
  /// One transaction: the slot is done, and each of the channels owed the report as of it, instead of an older one that
  /// it has not had yet.
  Result<void> owe_report(std::string const& report, TimePoint slot, std::vector<std::string> const& channels,
                          TimePoint now);
  /// The oldest first.
  Result<std::vector<ReportDebt>> report_debts(std::string const& channel);
  /// One transaction: the channel has it, unless it is owed a newer one by now; how the channel fares.
  Result<void> settle_report(ChannelRecord const& channel, ReportDebt const& debt);
  /// The same where it will never have it: a dead letter, of no incident.
  Result<void> bury_report(ChannelRecord const& channel, ReportDebt const& debt, std::string const& why, TimePoint now);

  /// What people do to the queue: one transaction with its row of the audit. How many debts or letters it touched.
  /// Given-up messages of a channel (of one incident, where given) are owed again, at once.
  Result<std::size_t> retry(std::string const& channel, std::optional<alert::IncidentId> incident,
                            AuditRow const& audit, TimePoint now);
  /// What is owed and what was given up is forgotten; the channel hears of the incident again when its level moves.
  Result<std::size_t> drop(std::string const& channel, std::optional<alert::IncidentId> incident,
                           AuditRow const& audit);

  /// What people said (attention.cpp). Each change is one transaction with its row of the audit.
  Result<std::vector<alert::Silence>> silences(TimePoint ended_since);
  /// The new silence's id.
  Result<alert::SilenceId> add_silence(alert::Silence const& silence, AuditRow const& audit);
  Result<void> end_silence(alert::SilenceId id, AuditRow const& audit);
  /// Its reminders end.
  Result<void> acknowledge(alert::Ack const& ack, AuditRow const& audit);
  /// Those of open incidents.
  Result<std::map<alert::IncidentId, alert::Ack>> acks();
  Result<void> note(std::vector<AuditRow> const& rows);
  /// Newest first.
  Result<std::vector<AuditRow>> audit(TimePoint since);

  /// One step of a cleaning (prune.cpp), a transaction of a few milliseconds: call it until the cleaning is done. What
  /// goes is older than the retention: samples, events, closed incidents with all that hangs on them, ended silences,
  /// rows of the audit. What stays is every open incident and the newest sample of each series; a series that is silent
  /// for long (kSilentFor) goes entirely. The room is used again, the file does not shrink.
  Result<void> prune(Retention const& retention, Cleaning& cleaning);

 private:
  Store(std::string path, Database database) : path_(std::move(path)), database_(std::move(database)) {}

  /// Runs `work`; what the database throws becomes an Error that names the store.
  template <class Work>
  auto guarded(Work work) -> Result<decltype(work())>;
  std::int64_t series_id(std::string const& metric, Labels const& labels);
  void write_samples(std::vector<Sample> const& samples);
  void write_events(std::vector<Event> const& events);
  void write_origins(Commit const& changes);
  void write_incidents(std::vector<alert::Incident> const& incidents);
  void write_standings(Commit const& changes);
  void write_channel(ChannelRecord const& channel);
  void write_audit(AuditRow const& row);
  void count(std::string_view name, Labels const& labels, std::size_t by = 1);
  void count_opened(std::vector<alert::Incident> const& incidents);
  void end_report(std::string const& channel, ReportDebt const& debt);
  void settle_debt(std::string const& channel, Owed const& debt);
  std::map<alert::Key, alert::Standing> read_standings();
  std::vector<alert::Incident> read_incidents(std::string const& where, std::optional<TimePoint> bound);

  std::string path_;
  Database database_;
  std::map<std::pair<std::string, Labels>, std::int64_t> series_ids_;
};

}  // namespace lapwing::store
