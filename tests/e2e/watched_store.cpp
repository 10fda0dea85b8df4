// SPDX-License-Identifier: Apache-2.0
#include "e2e/watched_store.hpp"

#include "store/database.hpp"

namespace lapwing::test {
namespace {

store::Database open(std::string const& state) {
  return store::Database(state + "/lapwing.db", store::Database::Mode::read_only);
}

}  // namespace

std::map<SeriesKey, Points> stored_samples(std::string const& state, std::string const& metric_prefix) {
  auto database = open(state);
  auto row = database.prepare(
      "SELECT metric, labels, at, value FROM series JOIN sample ON sample.series = series.id "
      "WHERE substr(metric, 1, ?2) = ?1");
  row.bind(1, metric_prefix).bind(2, std::int64_t(metric_prefix.size()));
  std::map<SeriesKey, Points> out;
  while (row.step()) out[{row.text(0), Labels::from_string(row.text(1))}][row.time(2)] = row.real(3);
  return out;
}

std::map<Labels, Newest> newest_samples(std::string const& state, std::string const& metric) {
  auto database = open(state);
  auto row = database.prepare(
      "SELECT labels, max(at), value, note FROM series JOIN sample ON sample.series = series.id "
      "WHERE metric = ?1 GROUP BY series.id");
  row.bind(1, metric);
  std::map<Labels, Newest> out;
  while (row.step()) out[Labels::from_string(row.text(0))] = {row.time(1), row.real(2), row.text(3)};
  return out;
}

std::set<std::string> stored_events(std::string const& state, std::string const& type) {
  auto database = open(state);
  auto row = database.prepare("SELECT id FROM event WHERE type = ?1");
  row.bind(1, type);
  std::set<std::string> out;
  while (row.step()) out.insert(row.text(0));
  return out;
}

}  // namespace lapwing::test
