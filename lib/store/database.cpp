// SPDX-License-Identifier: Apache-2.0
#include "store/database.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <utility>

namespace lapwing::store {
namespace {

/// What SQLite says, with the remedy for what an operator can mend.
[[noreturn]] void raise(sqlite3* database) {
  int const code = sqlite3_extended_errcode(database);
  std::string what = sqlite3_errmsg(database);
  switch (code & 0xFF) {
    case SQLITE_FULL:
      what = "the disk is full; free some space, Lapwing goes on by itself";
      break;
    case SQLITE_READONLY:
      what =
          "it can not be written; check the permissions of the state directory and whether its file system is mounted "
          "read-only";
      break;
    case SQLITE_CANTOPEN:
      what = "it can not be opened; check that the state directory exists and that this user may write to it";
      break;
    case SQLITE_IOERR:
      what = "reading or writing it failed (" + what + "); check the disk";
      break;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      what = "it is damaged (" + what + "); move lapwing.db and its -wal file away to start anew, or restore a copy";
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      what = "another program holds it locked";
      break;
    default:
      break;
  }
  throw DatabaseError(what);
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(database, sql.data(), int(sql.size()), &raw, nullptr) != SQLITE_OK) raise(database);
  statement_.reset(raw);
}

Statement& Statement::bind(int position, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), position, value);
  return *this;
}

Statement& Statement::bind(int position, double value) {
  sqlite3_bind_double(statement_.get(), position, value);
  return *this;
}

Statement& Statement::bind(int position, std::string_view value) {
  // A view of nothing has no address, and that would bind NULL.
  sqlite3_bind_text64(statement_.get(), position, value.empty() ? "" : value.data(), value.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(int position, std::optional<TimePoint> value) {
  if (value) return bind(position, *value);
  sqlite3_bind_null(statement_.get(), position);
  return *this;
}

Statement& Statement::bind(int position, std::optional<std::int64_t> value) {
  if (value) return bind(position, *value);
  sqlite3_bind_null(statement_.get(), position);
  return *this;
}

bool Statement::step() {
  int const code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3* const database = sqlite3_db_handle(statement_.get());
  sqlite3_reset(statement_.get());
  raise(database);
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::string Statement::text(int column) const {
  auto const* const bytes = reinterpret_cast<char const*>(sqlite3_column_text(statement_.get(), column));
  if (bytes == nullptr) return "";
  return {bytes, std::size_t(sqlite3_column_bytes(statement_.get(), column))};
}

std::optional<TimePoint> Statement::optional_time(int column) const {
  if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) return std::nullopt;
  return time(column);
}

void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Database::Database(std::string const& path, Mode mode) {
  int const flags = mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* raw = nullptr;
  auto const before = ::umask(0077);
  int const code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  ::umask(before);
  database_.reset(raw);
  if (raw == nullptr) throw DatabaseError("there is not enough memory to open it");
  if (code != SQLITE_OK) raise(raw);
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, 2000);
  execute("PRAGMA cache_size = -2000; PRAGMA foreign_keys = ON;");
  // FULL: a committed message survives a power cut, at one fsync a commit.
  if (mode == Mode::read_write) execute("PRAGMA synchronous = FULL");
}

std::size_t Database::changes() { return std::size_t(sqlite3_changes64(database_.get())); }

void Database::execute(std::string const& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) raise(database_.get());
}

void Database::transaction(std::function<void()> const& work) {
  execute("BEGIN IMMEDIATE");
  try {
    work();
    execute("COMMIT");
  } catch (...) {
    // A failed COMMIT may or may not have rolled back by itself; either way this leaves none open.
    sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
}

int Database::version() {
  auto query = prepare("PRAGMA user_version");
  query.step();
  return int(query.integer(0));
}

void Database::set_version(int version) { execute("PRAGMA user_version = " + std::to_string(version)); }

}  // namespace lapwing::store
