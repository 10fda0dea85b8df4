// SPDX-License-Identifier: Apache-2.0
// The part of Store that removes what is too old, a little at a time: between two steps others have their turn.
#include "store/guarded.hpp"
#include "store/store.hpp"

#include <algorithm>

namespace lapwing::store {
namespace {

/// What one step removes or looks at, at most: a few milliseconds on a laptop's disk (tests/bench/history_bench).
constexpr std::size_t kRows = 500;
constexpr std::size_t kRowsLookedAt = 4000;
constexpr std::size_t kSeries = 100;
constexpr std::size_t kIncidents = 50;

/// The instant at which the step of `at` began.
TimePoint floor_to(TimePoint at, Duration step) {
  auto const into = at.time_since_epoch() % step;
  return at - into - (into < Duration{0} ? step : Duration{0});
}

/// One step, within a transaction.
class Step {
 public:
  Step(Database& database, Retention const& retention, Cleaning& cleaning)
      : database_(database), retention_(retention), cleaning_(cleaning) {}

  void run() {
    if (bool const is_over = run_stage(); is_over) cleaning_.stage = Cleaning::Stage(int(cleaning_.stage) + 1);
  }

 private:
  using Stage = Cleaning::Stage;

  TimePoint old() const { return cleaning_.now - retention_.age; }
  /// What is silent since then is not missed any more.
  TimePoint very_old() const { return cleaning_.now - std::max(2 * retention_.age, kSilentFor); }

  /// False: there may be more.
  bool run_stage() {
    auto& removed = cleaning_.removed;
    std::size_t uncounted = 0;
    switch (cleaning_.stage) {
      case Stage::samples:
        return prune_series();
      case Stage::standings:
        return remove("standing", "rule, labels",
                      "judged_at < ? AND incident NOT IN (SELECT id FROM incident WHERE closed IS NULL)", very_old(),
                      uncounted);
      case Stage::events:
        return remove("event", "type, labels, id", "at < ?", old(), removed.events);
      case Stage::incidents:
        return prune_incidents();
      case Stage::silences:  // the newest stays: no id is given twice
        return remove("silence", "id", "ends < ? AND id < (SELECT MAX(id) FROM silence)", old(), removed.silences);
      case Stage::audit:
        return remove("audit", "id", "at < ?", old(), removed.audit_rows);
      case Stage::done:
        return false;
    }
    throw std::logic_error("Cleaning::Stage: no such value");
  }

  bool remove(std::string const& table, std::string const& key, std::string const& where, TimePoint bound,
              std::size_t& count) {
    auto rows = database_.prepare("DELETE FROM " + table + " WHERE (" + key + ") IN (SELECT " + key + " FROM " + table +
                                  " WHERE " + where + " LIMIT " + std::to_string(kRows) + ")");
    rows.bind(1, bound).run();
    count += database_.changes();
    return database_.changes() < kRows;
  }

  /// Closed ones, with all that hangs on them: what a channel could not be told in all that time it is not told any
  /// more. The newest stays: no id is given twice.
  bool prune_incidents() {
    auto edits = database_.prepare("DELETE FROM edit WHERE due < ?");
    edits.bind(1, old()).run();
    std::string ids;
    std::size_t found = 0;
    auto closed =
        database_.prepare("SELECT id FROM incident WHERE closed < ? AND id < (SELECT MAX(id) FROM incident) LIMIT " +
                          std::to_string(kIncidents));
    closed.bind(1, old());
    for (; closed.step(); ++found) ids += (ids.empty() ? "" : ", ") + std::to_string(closed.integer(0));
    closed.reset();
    if (found == 0) return true;
    for (auto const* const table : {"told", "outbox", "dead_letter", "ack"})
      database_.execute(std::string("DELETE FROM ") + table + " WHERE incident IN (" + ids + ")");
    database_.execute("DELETE FROM incident WHERE id IN (" + ids + ")");
    cleaning_.removed.incidents += found;
    return found < kIncidents;
  }

  bool prune_series() {
    auto next = database_.prepare(
        "SELECT id, metric, (SELECT MAX(at) FROM sample WHERE series = s.id) FROM series s WHERE id >= ? ORDER BY id "
        "LIMIT 1");
    for (std::size_t i = 0; i < kSeries; ++i) {
      next.bind(1, cleaning_.series);
      if (!next.step()) return true;
      if (std::exchange(cleaning_.series, next.integer(0)) != next.integer(0)) cleaning_.thinned = {};
      auto const metric = next.text(1);
      auto const newest = next.time(2);
      next.reset();
      remove_samples(std::min(old(), newest));
      if (rows_ == 0) return false;
      if (auto const thin = retention_.thin.find(metric); thin != retention_.thin.end()) thin_out(thin->second);
      if (rows_ == 0 || looked_at_ == 0) return false;
      if (newest < very_old()) remove_series();
      ++cleaning_.series;
      cleaning_.thinned = {};
    }
    return false;
  }

  /// Those before an instant, the oldest first.
  void remove_samples(TimePoint before) {
    auto rows = database_.prepare(
        "DELETE FROM sample WHERE series = ?1 AND at <= MIN(?2 - 1, COALESCE((SELECT at FROM sample WHERE series = ?1 "
        "ORDER BY at LIMIT 1 OFFSET ?3), ?2))");
    rows.bind(1, cleaning_.series).bind(2, before).bind(3, std::int64_t(rows_) - 1).run();
    rows_ -= database_.changes();
    cleaning_.removed.samples += database_.changes();
  }

  /// Of each step that ended long ago the newest sample stays.
  void thin_out(Duration step) {
    auto row = database_.prepare("SELECT at FROM sample WHERE series = ? AND at >= ? AND at < ? ORDER BY at");
    row.bind(1, cleaning_.series).bind(2, cleaning_.thinned).bind(3, floor_to(cleaning_.now - kThinAfter, step));
    std::optional<TimePoint> before;
    std::vector<TimePoint> superseded;
    for (; superseded.size() < rows_ && looked_at_ > 0 && row.step(); --looked_at_) {
      auto const at = row.time(0);
      if (before && floor_to(*before, step) == floor_to(at, step)) superseded.push_back(*before);
      before = at;
    }
    row.reset();
    if (before) cleaning_.thinned = *before;  // is looked at again: what comes next may be of the same step
    auto remove_one = database_.prepare("DELETE FROM sample WHERE series = ? AND at = ?");
    for (auto const at : superseded) remove_one.bind(1, cleaning_.series).bind(2, at).run();
    rows_ -= superseded.size();
    cleaning_.removed.thinned += superseded.size();
  }

  /// Not while an incident is open that it may have opened: one that is older than what is kept.
  void remove_series() {
    auto series = database_.prepare(
        "DELETE FROM series WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM incident WHERE closed IS NULL AND since < ?2)");
    series.bind(1, cleaning_.series).bind(2, old()).run();
    if (database_.changes() == 0) return;
    ++cleaning_.removed.series;
    auto samples = database_.prepare("DELETE FROM sample WHERE series = ?");
    samples.bind(1, cleaning_.series).run();
    cleaning_.removed.samples += database_.changes();
  }

  Database& database_;
  Retention const& retention_;
  Cleaning& cleaning_;
  std::size_t rows_ = kRows;
  std::size_t looked_at_ = kRowsLookedAt;
};

}  // namespace

Result<void> Store::prune(Retention const& retention, Cleaning& cleaning) {
  auto next = cleaning;
  auto const done = guarded([&] { database_.transaction([&] { Step(database_, retention, next).run(); }); });
  if (!done) return done;
  if (next.removed.series != cleaning.removed.series) series_ids_.clear();
  cleaning = next;
  return done;
}

}  // namespace lapwing::store
