// SPDX-License-Identifier: Apache-2.0
#include "store/store.hpp"

#include "core/milestone.hpp"
#include "store/guarded.hpp"
#include "store/schema.hpp"
#include "store/state_lock.hpp"

#include <filesystem>

namespace lapwing::store {
namespace {

std::string path_in(std::string const& directory) {
  return directory == ":memory:" ? directory : directory + "/lapwing.db";
}

}  // namespace

Result<Store> Store::open(std::string const& directory) {
  auto const path = path_in(directory);
  try {
    if (directory != ":memory:") make_state_directory(directory);  // what is wrong with it, opening tells better
    Store store(path, Database(path, Database::Mode::read_write));
    migrate(store.database_, kSchemaVersion, directory == ":memory:" ? "" : path);
    return store;
  } catch (DatabaseError const& error) {
    return Error{ErrorKind::storage, "store " + path + ": " + error.what()};
  }
}

Result<Store> Store::open_to_read(std::string const& directory) {
  auto const path = path_in(directory);
  std::error_code hidden;  // a directory that may not be searched: opening tells better
  if (!std::filesystem::exists(path, hidden) && !hidden) {
    return Error{ErrorKind::not_found,
                 "there is no store in " + directory + " yet; has `lapwing run` been started with this configuration?"};
  }
  try {
    Store store(path, Database(path, Database::Mode::read_only));
    check_version(store.database_);
    if (store.database_.version() < kSchemaVersion) {
      throw DatabaseError(
          "it was not finished, or was written by an older Lapwing; start `lapwing run` to bring it up to date");
    }
    return store;
  } catch (DatabaseError const& error) {
    return Error{ErrorKind::storage, "store " + path + ": " + error.what()};
  }
}

Result<std::vector<PollerRecord>> Store::pollers() {
  return guarded([&] {
    std::vector<PollerRecord> out;
    auto row = database_.prepare("SELECT name, last_run, last_success, failures, error, cursor FROM poller");
    while (row.step()) {
      out.push_back({row.text(0), row.time(1), row.optional_time(2), row.integer(3), row.text(4), row.text(5)});
    }
    return out;
  });
}

Result<void> Store::commit(Commit const& changes) {
  auto const ids_before = series_ids_.size();
  auto result = guarded([&] {
    database_.transaction([&] {
      write_samples(changes.samples);
      write_events(changes.events);
      milestone("append");
      auto poller = database_.prepare(
          "INSERT OR REPLACE INTO poller (name, last_run, last_success, failures, error, cursor) "
          "VALUES (?, ?, ?, ?, ?, ?)");
      for (auto const& one : changes.pollers) {
        poller.bind(1, one.name).bind(2, one.last_run).bind(3, one.last_success).bind(4, one.failures);
        poller.bind(5, one.error).bind(6, one.cursor).run();
        count("polls", {{"poller", one.name}, {"result", one.failures == 0 ? "success" : "failure"}});
      }
      write_origins(changes);
      write_standings(changes);
      count_opened(changes.incidents);
      write_incidents(changes.incidents);
      // A debt that stands already is renewed: it keeps its due time, and a message on its way no longer settles it.
      auto debt = database_.prepare(
          "INSERT INTO outbox (channel, incident, due, revision) VALUES (?, ?, ?, 1) "
          "ON CONFLICT (channel, incident) DO UPDATE SET revision = revision + 1");
      for (auto const& one : changes.debts) {
        debt.bind(1, one.channel).bind(2, one.incident).bind(3, one.due);
        debt.run();
      }
    });
  });
  // Ids handed out inside a transaction that was rolled back do not exist.
  if (!result && series_ids_.size() != ids_before) series_ids_.clear();
  return result;
}

}  // namespace lapwing::store
