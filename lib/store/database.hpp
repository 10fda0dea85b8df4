// SPDX-License-Identifier: Apache-2.0
// SQLite as RAII. The only file pair that knows sqlite3.h; faults are thrown as DatabaseError, which never leaves
// lib/store.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace lapwing::store {

class DatabaseError : public std::runtime_error {
 public:
  explicit DatabaseError(std::string const& what) : std::runtime_error(what) {}
};

/// One prepared statement. Bind by position from 1; then `step()` once a row.
class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);

  Statement& bind(int position, std::int64_t value);
  Statement& bind(int position, double value);
  Statement& bind(int position, std::string_view value);
  Statement& bind(int position, TimePoint value) { return bind(position, to_millis(value)); }
  Statement& bind(int position, std::optional<TimePoint> value);
  Statement& bind(int position, std::optional<std::int64_t> value);

  /// True while there is a row.
  bool step();
  /// For statements without rows: runs it and makes it ready for the next bind.
  void run();
  void reset();

  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  TimePoint time(int column) const { return from_millis(integer(column)); }
  std::optional<TimePoint> optional_time(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  enum class Mode { read_write, read_only };
  /// `path` may be ":memory:". Read-write: creates the file (0600), synchronous=FULL. Throws.
  Database(std::string const& path, Mode mode);

  Statement prepare(std::string_view sql) { return Statement(database_.get(), sql); }
  void execute(std::string const& sql);
  /// How many rows the last statement that changed any has changed.
  std::size_t changes();
  /// All or nothing: commits if `work` returns, rolls back if it throws.
  void transaction(std::function<void()> const& work);
  int version();
  void set_version(int version);

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace lapwing::store
