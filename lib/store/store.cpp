// SPDX-License-Identifier: Apache-2.0
#include "store/store.hpp"

#include "store/guarded.hpp"
#include "store/schema.hpp"
#include "store/state_lock.hpp"

#include <filesystem>
#include <set>
#include <tuple>

namespace lapwing::store {
namespace {

std::string path_in(std::string const& directory) {
  return directory == ":memory:" ? directory : directory + "/lapwing.db";
}

/// {name="value", …}, as labels are written, but in their order and uncut.
std::string text_of(std::vector<std::pair<std::string, std::string>> const& fields) {
  std::string out;
  for (auto const& [name, value] : fields) {
    out += (out.empty() ? "{" : ", ") + name + "=\"";
    for (char const c : value) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out.empty() ? out : out + "}";
}

/// Two lines a link; neither a label nor a URL holds a line end.
std::string text_of(std::vector<Link> const& links) {
  std::string out;
  for (auto const& link : links) out += printable(link.label) + "\n" + printable(link.url, 2000) + "\n";
  return out;
}

std::vector<Link> read_links(std::string const& text) {
  std::vector<Link> links;
  auto const lines = split(text, '\n');
  for (std::size_t i = 0; i + 1 < lines.size(); i += 2)
    links.push_back({std::string(lines[i]), std::string(lines[i + 1])});
  return links;
}

}  // namespace

Result<Store> Store::open(std::string const& directory) {
  auto const path = path_in(directory);
  try {
    if (directory != ":memory:") make_state_directory(directory);  // what is wrong with it, opening tells better
    Store store(path, Database(path, Database::Mode::read_write));
    migrate(store.database_);
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

Result<alert::State> Store::load_state() {
  return guarded([&] {
    alert::State state;
    auto standings = database_.prepare(
        "SELECT rule, labels, level, judged_at, incident, info_runs, info_since, warning_runs, warning_since, "
        "critical_runs, critical_since, learning, clear_runs, clear_since, recent, recent_runs, flapping FROM "
        "standing");
    while (standings.step()) {
      alert::Standing standing;
      standing.level = read_level(standings, 2);
      standing.judged_at = standings.time(3);
      standing.incident = standings.integer(4);
      for (int i = 0; i < 3; ++i) {
        standing.streaks[std::size_t(i) + 1] = {std::size_t(standings.integer(5 + 2 * i)), standings.time(6 + 2 * i)};
      }
      standing.is_learning = standings.integer(11) != 0;
      standing.clearing = {std::size_t(standings.integer(12)), standings.time(13)};
      standing.recent = {std::uint64_t(standings.integer(14)), std::size_t(standings.integer(15))};
      standing.is_flapping = standings.integer(16) != 0;
      state.standings[{standings.text(0), Labels::from_string(standings.text(1))}] = standing;
    }
    for (auto& incident : read_incidents("WHERE closed IS NULL", std::nullopt))
      state.open[incident.id] = std::move(incident);
    auto last = database_.prepare("SELECT COALESCE(MAX(id), 0) FROM incident");
    last.step();
    state.next_id = last.integer(0) + 1;
    return state;
  });
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

Result<std::map<alert::SeriesName, alert::Origin>> Store::origins() {
  return guarded([&] {
    std::map<alert::SeriesName, alert::Origin> out;
    auto row = database_.prepare(
        "SELECT metric, labels, poller, missed, (SELECT MAX(at) FROM sample WHERE series = s.id) FROM series s");
    while (row.step()) {
      out[{row.text(0), Labels::from_string(row.text(1))}] = {row.text(2), row.integer(3),
                                                              row.optional_time(4).value_or(TimePoint::min())};
    }
    return out;
  });
}

Result<series::History> Store::load_history(rules::RuleSet const& rules, Span span,
                                            std::function<bool(alert::SeriesName const&)> const& omit) {
  return guarded([&] {
    series::History history;
    auto all = database_.prepare("SELECT id, metric, labels, note, links FROM series ORDER BY id");
    auto newest = database_.prepare("SELECT MAX(at) FROM sample WHERE series = ? AND at <= ?");
    // The horizon's points, all that is within its length of the newest, and what follows.
    auto points = database_.prepare(
        "SELECT at, value FROM sample WHERE series = ?1 AND at >= MIN(?2, COALESCE((SELECT at FROM sample WHERE "
        "series = ?1 AND at <= ?4 ORDER BY at DESC LIMIT 1 OFFSET ?3), -9223372036854775807)) AND at <= ?5 ORDER BY "
        "at");
    while (all.step()) {
      alert::SeriesName const name{all.text(1), Labels::from_string(all.text(2))};
      auto const horizon = rules.horizon(name.metric);
      if (!horizon || (omit && omit(name))) continue;
      auto const id = history.intern(name.metric, name.labels);
      history.set_evidence(id, Untrusted(all.text(3)), read_links(all.text(4)));
      newest.bind(1, all.integer(0)).bind(2, span.from);
      newest.step();
      auto const last = newest.optional_time(0);
      newest.reset();
      points.bind(1, all.integer(0)).bind(2, last ? *last - horizon->length : span.from);
      points.bind(3, std::int64_t(horizon->points) - 1).bind(4, span.from).bind(5, span.until);
      while (points.step()) history.add(id, series::Point{points.time(0), points.real(1)});
      points.reset();
    }
    return history;
  });
}

Result<std::vector<Event>> Store::new_events(std::vector<Event> events) {
  return guarded([&] {
    auto find = database_.prepare("SELECT 1 FROM event WHERE type = ? AND labels = ? AND id = ?");
    std::set<std::tuple<std::string, std::string, std::string>> seen;
    std::erase_if(events, [&](Event const& one) {
      auto const labels = one.labels.to_string();
      find.bind(1, one.type).bind(2, labels).bind(3, one.id);
      bool const is_known = find.step();
      find.reset();
      return is_known || !seen.emplace(one.type, labels, one.id).second;
    });
    return std::move(events);
  });
}

Result<std::vector<Event>> Store::events(Span span) {
  return guarded([&] {
    std::vector<Event> out;
    auto row = database_.prepare(
        "SELECT type, id, at, labels, fields FROM event WHERE at >= ? AND at <= ? ORDER BY at, type, labels, id");
    row.bind(1, span.from).bind(2, span.until);
    while (row.step()) {
      out.push_back({row.text(0), row.text(1), Labels::from_string(row.text(3)),
                     Labels::from_string(row.text(4)).pairs(), row.time(2)});
    }
    return out;
  });
}

Result<void> Store::commit(Commit const& changes) {
  auto const ids_before = series_ids_.size();
  auto result = guarded([&] {
    database_.transaction([&] {
      write_samples(changes.samples);
      auto event =
          database_.prepare("INSERT OR IGNORE INTO event (type, id, at, labels, fields) VALUES (?, ?, ?, ?, ?)");
      for (auto const& one : changes.events) {
        event.bind(1, one.type)
            .bind(2, one.id)
            .bind(3, one.at)
            .bind(4, one.labels.to_string())
            .bind(5, text_of(one.fields));
        event.run();
      }
      auto poller = database_.prepare(
          "INSERT OR REPLACE INTO poller (name, last_run, last_success, failures, error, cursor) "
          "VALUES (?, ?, ?, ?, ?, ?)");
      for (auto const& one : changes.pollers) {
        poller.bind(1, one.name).bind(2, one.last_run).bind(3, one.last_success).bind(4, one.failures);
        poller.bind(5, one.error).bind(6, one.cursor).run();
      }
      write_origins(changes);
      write_standings(changes);
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

std::int64_t Store::series_id(std::string const& metric, Labels const& labels) {
  auto const [known, is_new] = series_ids_.try_emplace({metric, labels}, 0);
  if (!is_new) return known->second;
  auto const text = labels.to_string();
  auto find = database_.prepare("SELECT id FROM series WHERE metric = ? AND labels = ?");
  find.bind(1, metric).bind(2, text);
  if (!find.step()) {
    find.reset();
    auto insert = database_.prepare("INSERT INTO series (metric, labels) VALUES (?, ?)");
    insert.bind(1, metric).bind(2, text).run();
    find.bind(1, metric).bind(2, text);
    find.step();
  }
  return known->second = find.integer(0);
}

void Store::write_samples(std::vector<Sample> const& samples) {
  auto insert = database_.prepare(
      "INSERT INTO sample (series, at, value) VALUES (?, ?, ?) "
      "ON CONFLICT (series, at) DO UPDATE SET value = excluded.value");
  // The note goes with the newest sample, as in series::History.
  auto note = database_.prepare(
      "UPDATE series SET note = ?2, links = ?4 WHERE id = ?1 AND (note <> ?2 OR links <> ?4) AND NOT EXISTS "
      "(SELECT 1 FROM sample WHERE series = ?1 AND at > ?3)");
  for (auto const& sample : samples) {
    auto const id = series_id(sample.metric, sample.labels);
    insert.bind(1, id).bind(2, sample.at).bind(3, sample.value).run();
    note.bind(1, id).bind(2, sample.note.raw()).bind(3, sample.at).bind(4, text_of(sample.links)).run();
  }
}

void Store::write_origins(Commit const& changes) {
  auto write = database_.prepare("UPDATE series SET poller = ?2, missed = ?3 WHERE id = ?1");
  for (auto const& [name, origin] : changes.origins)
    write.bind(1, series_id(name.metric, name.labels)).bind(2, origin.poller).bind(3, origin.missed).run();
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
  for (auto const& one : incidents) {
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

Result<NewestSamples> Store::newest_samples() {
  return guarded([&] {
    NewestSamples out;
    auto row = database_.prepare(
        "SELECT s.metric, s.labels, p.at, p.value FROM series s JOIN sample p ON p.series = s.id AND p.at = "
        "(SELECT MAX(at) FROM sample WHERE series = s.id)");
    while (row.step()) out[row.text(0)][Labels::from_string(row.text(1))] = {row.time(2), row.real(3)};
    return out;
  });
}

Result<std::int64_t> Store::count_samples() {
  return guarded([&] {
    auto row = database_.prepare("SELECT COUNT(*) FROM sample");
    row.step();
    return row.integer(0);
  });
}

}  // namespace lapwing::store
