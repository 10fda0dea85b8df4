// SPDX-License-Identifier: Apache-2.0
// What Store holds of the state machine: standings and incidents.
#include "store/guarded.hpp"
#include "store/links.hpp"
#include "store/store.hpp"

namespace lapwing::store {

std::map<alert::Key, alert::Standing> Store::read_standings() {
  std::map<alert::Key, alert::Standing> out;
  auto row = database_.prepare(
      "SELECT rule, labels, level, judged_at, incident, info_runs, info_since, warning_runs, warning_since, "
      "critical_runs, critical_since, learning, clear_runs, clear_since, recent, recent_runs, flapping FROM standing");
  while (row.step()) {
    alert::Standing standing;
    standing.level = read_level(row, 2);
    standing.judged_at = row.time(3);
    standing.incident = row.integer(4);
    for (int i = 0; i < 3; ++i)
      standing.streaks[std::size_t(i) + 1] = {std::size_t(row.integer(5 + 2 * i)), row.time(6 + 2 * i)};
    standing.is_learning = row.integer(11) != 0;
    standing.clearing = {std::size_t(row.integer(12)), row.time(13)};
    standing.recent = {std::uint64_t(row.integer(14)), std::size_t(row.integer(15))};
    standing.is_flapping = row.integer(16) != 0;
    out[{row.text(0), Labels::from_string(row.text(1))}] = standing;
  }
  return out;
}

Result<std::map<alert::Key, alert::Standing>> Store::standings() {
  return guarded([&] { return read_standings(); });
}

Result<alert::State> Store::load_state() {
  return guarded([&] {
    alert::State state;
    state.standings = read_standings();
    for (auto& incident : read_incidents("WHERE closed IS NULL", std::nullopt))
      state.open[incident.id] = std::move(incident);
    auto last = database_.prepare("SELECT COALESCE(MAX(id), 0) FROM incident");
    last.step();
    state.next_id = last.integer(0) + 1;
    return state;
  });
}

void Store::write_standings(Commit const& changes) {
  auto forget = database_.prepare("DELETE FROM standing WHERE rule = ? AND labels = ?");
  auto write = database_.prepare(
      "INSERT OR REPLACE INTO standing (rule, labels, level, judged_at, incident, info_runs, info_since, warning_runs, "
      "warning_since, critical_runs, critical_since, learning, clear_runs, clear_since, recent, recent_runs, flapping) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (auto const& [key, standing] : changes.standings) {
    if (!standing) {
      forget.bind(1, key.rule).bind(2, key.labels.to_string()).run();
      continue;
    }
    write.bind(1, key.rule).bind(2, key.labels.to_string()).bind(3, std::int64_t(standing->level));
    write.bind(4, standing->judged_at).bind(5, standing->incident);
    for (int i = 0; i < 3; ++i) {
      auto const& streak = standing->streaks[std::size_t(i) + 1];
      write.bind(6 + 2 * i, std::int64_t(streak.runs)).bind(7 + 2 * i, streak.since);
    }
    write.bind(12, std::int64_t(standing->is_learning));
    write.bind(13, std::int64_t(standing->clearing.runs)).bind(14, standing->clearing.since);
    write.bind(15, std::int64_t(standing->recent.bits)).bind(16, std::int64_t(standing->recent.runs));
    write.bind(17, std::int64_t(standing->is_flapping)).run();
  }
}

void Store::write_incidents(std::vector<alert::Incident> const& incidents) {
  auto write = database_.prepare(
      "INSERT OR REPLACE INTO incident (id, rule, labels, level, worst, value, threshold, summary, note, action, "
      "runbook, sparkline, since, changed, closed, closed_because, links, edit) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  auto end_ack = database_.prepare("DELETE FROM ack WHERE incident = ? AND level < ?");
  for (auto const& one : incidents) {
    end_ack.bind(1, one.id).bind(2, std::int64_t(one.level)).run();
    write.bind(1, one.id).bind(2, one.key.rule).bind(3, one.key.labels.to_string());
    write.bind(4, std::int64_t(one.level)).bind(5, std::int64_t(one.worst)).bind(6, one.value).bind(7, one.threshold);
    write.bind(8, one.summary.raw()).bind(9, one.note.raw()).bind(10, one.action.raw()).bind(11, one.runbook);
    write.bind(12, one.sparkline).bind(13, one.since).bind(14, one.changed).bind(15, one.closed);
    write.bind(16, one.closed_because).bind(17, text_of(one.links)).bind(18, one.edit).run();
  }
}

std::vector<alert::Incident> Store::read_incidents(std::string const& where, std::optional<TimePoint> bound) {
  auto row = database_.prepare(
      "SELECT id, rule, labels, level, worst, value, threshold, summary, note, action, runbook, "
      "sparkline, since, changed, closed, closed_because, links, edit FROM incident " +
      where);
  if (bound) row.bind(1, *bound);
  std::vector<alert::Incident> out;
  while (row.step()) {
    alert::Incident one;
    one.id = row.integer(0);
    one.key = {row.text(1), Labels::from_string(row.text(2))};
    one.level = read_level(row, 3);
    one.worst = read_level(row, 4);
    one.value = row.text(5);
    one.threshold = row.text(6);
    one.summary = Untrusted(row.text(7));
    one.note = Untrusted(row.text(8));
    one.action = Untrusted(row.text(9));
    one.runbook = row.text(10);
    one.sparkline = row.text(11);
    one.since = row.time(12);
    one.changed = row.time(13);
    one.closed = row.optional_time(14);
    one.closed_because = row.text(15);
    one.links = read_links(row.text(16));
    one.edit = row.text(17);
    out.push_back(std::move(one));
  }
  return out;
}

Result<std::vector<alert::Incident>> Store::incidents(TimePoint closed_since) {
  return guarded([&] {
    return read_incidents(
        "WHERE closed IS NULL OR closed >= ? ORDER BY closed IS NOT NULL, "
        "CASE WHEN closed IS NULL THEN level END DESC, changed DESC",
        closed_since);
  });
}

}  // namespace lapwing::store
