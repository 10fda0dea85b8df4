// SPDX-License-Identifier: Apache-2.0
// What Store holds of series: their samples, and where they come from.
#include "store/guarded.hpp"
#include "store/links.hpp"
#include "store/store.hpp"

namespace lapwing::store {

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

Result<series::History> Store::read_past(
    std::function<std::optional<TimePoint>(std::string const& metric)> const& since, TimePoint until) {
  return guarded([&] {
    series::History history;
    auto all = database_.prepare(
        "SELECT id, metric, labels, note, links, (SELECT MAX(at) FROM sample WHERE series = s.id) FROM series s ORDER "
        "BY metric, labels");
    auto points = database_.prepare(
        "SELECT at, value FROM sample WHERE series = ?1 AND at >= COALESCE((SELECT MAX(at) FROM sample WHERE series = "
        "?1 AND at <= ?2), ?2) AND at <= ?3 ORDER BY at");
    while (all.step()) {
      auto const metric = all.text(1);
      auto const from = since(metric);
      if (!from) continue;
      auto const id = history.intern(metric, Labels::from_string(all.text(2)));
      if (all.optional_time(5).value_or(TimePoint::max()) <= until)
        history.set_evidence(id, Untrusted(all.text(3)), read_links(all.text(4)));
      points.bind(1, all.integer(0)).bind(2, *from).bind(3, until);
      while (points.step()) history.add(id, series::Point{points.time(0), points.real(1)});
      points.reset();
    }
    return history;
  });
}

Result<NewestSamples> Store::newest_samples() {
  return guarded([&] {
    NewestSamples out;
    // CROSS: series by series. Left to itself SQLite walks over all samples.
    auto row = database_.prepare(
        "SELECT s.metric, s.labels, p.at, p.value FROM series s CROSS JOIN sample p ON p.series = s.id AND p.at = "
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

}  // namespace lapwing::store
