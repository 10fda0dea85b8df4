// SPDX-License-Identifier: Apache-2.0
#include "store/schema.hpp"

#include <array>
#include <filesystem>

namespace lapwing::store {
namespace {

void create_version_1(Database& database) {
  database.execute(R"sql(
    -- Times are milliseconds since 1970 UTC; levels are core/level.hpp's numbers.
    CREATE TABLE series (
      id INTEGER PRIMARY KEY, metric TEXT NOT NULL, labels TEXT NOT NULL, note TEXT NOT NULL DEFAULT '',
      UNIQUE (metric, labels));
    CREATE TABLE sample (
      series INTEGER NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (series, at)) WITHOUT ROWID;
    CREATE TABLE event (
      type TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, labels TEXT NOT NULL, fields TEXT NOT NULL,
      PRIMARY KEY (type, labels, id)) WITHOUT ROWID;
    CREATE TABLE poller (
      name TEXT PRIMARY KEY, last_run INTEGER NOT NULL, last_success INTEGER, failures INTEGER NOT NULL,
      error TEXT NOT NULL, cursor TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE standing (
      rule TEXT NOT NULL, labels TEXT NOT NULL, level INTEGER NOT NULL, judged_at INTEGER NOT NULL,
      incident INTEGER NOT NULL,
      info_runs INTEGER NOT NULL, info_since INTEGER NOT NULL, warning_runs INTEGER NOT NULL,
      warning_since INTEGER NOT NULL, critical_runs INTEGER NOT NULL, critical_since INTEGER NOT NULL,
      PRIMARY KEY (rule, labels)) WITHOUT ROWID;
    CREATE TABLE incident (
      id INTEGER PRIMARY KEY, rule TEXT NOT NULL, labels TEXT NOT NULL, level INTEGER NOT NULL, worst INTEGER NOT NULL,
      value TEXT NOT NULL, threshold TEXT NOT NULL, summary TEXT NOT NULL, note TEXT NOT NULL, action TEXT NOT NULL,
      runbook TEXT NOT NULL, sparkline TEXT NOT NULL, since INTEGER NOT NULL, changed INTEGER NOT NULL, closed INTEGER,
      closed_because TEXT NOT NULL);
    CREATE INDEX incident_open ON incident (closed) WHERE closed IS NULL;
    -- One row a channel and incident: the channel is owed the incident's present state, however often it changed.
    CREATE TABLE outbox (
      channel TEXT NOT NULL, incident INTEGER NOT NULL, due INTEGER NOT NULL, revision INTEGER NOT NULL,
      PRIMARY KEY (channel, incident)) WITHOUT ROWID;
    CREATE TABLE told (
      channel TEXT NOT NULL, incident INTEGER NOT NULL, level INTEGER NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY (channel, incident)) WITHOUT ROWID;
    CREATE TABLE dead_letter (
      id INTEGER PRIMARY KEY, channel TEXT NOT NULL, incident INTEGER NOT NULL, level INTEGER NOT NULL, at INTEGER NOT NULL,
      why TEXT NOT NULL);
    CREATE TABLE channel (
      name TEXT PRIMARY KEY, not_before INTEGER NOT NULL, failures INTEGER NOT NULL, error TEXT NOT NULL) WITHOUT ROWID;
  )sql");
}

/// Links to the evidence; standings that are learning.
void create_version_2(Database& database) {
  database.execute(R"sql(
    -- One link on two lines: label, URL.
    ALTER TABLE series ADD COLUMN links TEXT NOT NULL DEFAULT '';
    ALTER TABLE incident ADD COLUMN links TEXT NOT NULL DEFAULT '';
    ALTER TABLE standing ADD COLUMN learning INTEGER NOT NULL DEFAULT 0;
  )sql");
}

/// Where a series comes from and whether it still does; how far a recovery has come; who is told, and who was not.
void create_version_3(Database& database) {
  database.execute(R"sql(
    -- `missed`: how many polls of its poller in a row should have brought the series and did not.
    ALTER TABLE series ADD COLUMN poller TEXT NOT NULL DEFAULT '';
    ALTER TABLE series ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;
    -- `recent`: whether each of the last `recent_runs` runs showed a level, the newest in the lowest bit.
    ALTER TABLE standing ADD COLUMN clear_runs INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE standing ADD COLUMN clear_since INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE standing ADD COLUMN recent INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE standing ADD COLUMN recent_runs INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE standing ADD COLUMN flapping INTEGER NOT NULL DEFAULT 0;
    -- `edit`: the edit of the alert that brought the incident to its present level; '' for a sample.
    ALTER TABLE incident ADD COLUMN edit TEXT NOT NULL DEFAULT '';
    ALTER TABLE told ADD COLUMN reminders INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE told ADD COLUMN remind_at INTEGER;
    CREATE TABLE ack (
      incident INTEGER PRIMARY KEY, level INTEGER NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL);
    CREATE TABLE silence (
      id INTEGER PRIMARY KEY, matchers TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL, who TEXT NOT NULL,
      why TEXT NOT NULL);
    CREATE TABLE audit (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL);
  )sql");
}

/// Messages that are changed where they stand; how a channel's pace was learned.
void create_version_4(Database& database) {
  database.execute(R"sql(
    -- `message`: the one that told the channel of the incident in full, where the channel can change it.
    ALTER TABLE told ADD COLUMN message TEXT NOT NULL DEFAULT '';
    CREATE INDEX told_message ON told (channel, message) WHERE message <> '';
    -- Messages that no longer say what is true and are to be changed from `due` on.
    CREATE TABLE edit (
      channel TEXT NOT NULL, message TEXT NOT NULL, due INTEGER NOT NULL, tries INTEGER NOT NULL,
      PRIMARY KEY (channel, message)) WITHOUT ROWID;
    -- `failing_since`: the first failure of those in a row; `refusals`: how often in a row it refused everything; `pace`:
    -- the least time between two messages, as its answers taught; `destination`: a fingerprint of where they go.
    ALTER TABLE channel ADD COLUMN failing_since INTEGER;
    ALTER TABLE channel ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE channel ADD COLUMN pace INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE channel ADD COLUMN destination TEXT NOT NULL DEFAULT '';
  )sql");
}

/// Reports that are due, and who is owed them.
void create_version_5(Database& database) {
  database.execute(R"sql(
    -- `done`: the slot of the schedule up to which the report was handed to its channels.
    CREATE TABLE report (name TEXT PRIMARY KEY, done INTEGER NOT NULL) WITHOUT ROWID;
    -- One row a channel and report: of two that it has not had, the newer. `at`: as of when it tells.
    CREATE TABLE report_debt (
      channel TEXT NOT NULL, report TEXT NOT NULL, at INTEGER NOT NULL, due INTEGER NOT NULL,
      PRIMARY KEY (channel, report)) WITHOUT ROWID;
  )sql");
}

/// What happened in a span, and what is too old, without reading everything.
void create_version_6(Database& database) {
  database.execute(R"sql(
    CREATE INDEX event_at ON event (at);
    CREATE INDEX incident_closed ON incident (closed) WHERE closed IS NOT NULL;
  )sql");
}

/// What is counted for ever, whatever is pruned.
void create_version_7(Database& database) {
  database.execute(R"sql(
    CREATE TABLE counter (
      name TEXT NOT NULL, labels TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (name, labels)) WITHOUT ROWID;
  )sql");
}

constexpr std::array<void (*)(Database&), kSchemaVersion> kSteps{create_version_1, create_version_2, create_version_3,
                                                                 create_version_4, create_version_5, create_version_6,
                                                                 create_version_7};

}  // namespace

void check_version(Database& database) {
  int const version = database.version();
  if (version < 0) throw DatabaseError("it was written by another program; give Lapwing another state directory");
  if (version <= kSchemaVersion) return;
  throw DatabaseError("it was written by a newer Lapwing (schema " + std::to_string(version) + ", this program knows " +
                      std::to_string(kSchemaVersion) + "); upgrade Lapwing, or give it another state directory");
}

void migrate(Database& database, int version, std::string const& backup) {
  check_version(database);
  database.execute("PRAGMA journal_mode = WAL");  // stands in the file: not before it is known to be ours
  if (database.version() >= version) return;
  if (!backup.empty() && database.version() > 0) {
    auto const path = backup + ".schema-" + std::to_string(database.version());
    std::error_code ignored;                 // what can not be done, the copy itself tells
    std::filesystem::remove(path, ignored);  // of an upgrade that did not end
    auto copy = database.prepare("VACUUM INTO ?");
    copy.bind(1, std::string_view(path)).run();
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                 ignored);
  }
  database.transaction([&] {
    for (int done = database.version(); done < version; ++done) kSteps[std::size_t(done)](database);
    database.set_version(version);
  });
}

}  // namespace lapwing::store
