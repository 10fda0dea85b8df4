// SPDX-License-Identifier: Apache-2.0
// What Store counts of what it writes: in the same transaction, so that a count is neither lost nor made twice.
#include "store/guarded.hpp"
#include "store/store.hpp"

namespace lapwing::store {

Result<std::vector<Counter>> Store::counters() {
  return guarded([&] {
    std::vector<Counter> out;
    auto row = database_.prepare("SELECT name, labels, value FROM counter ORDER BY name, labels");
    while (row.step()) out.push_back({row.text(0), Labels::from_string(row.text(1)), row.integer(2)});
    return out;
  });
}

void Store::count(std::string_view name, Labels const& labels, std::size_t by) {
  auto add = database_.prepare(
      "INSERT INTO counter (name, labels, value) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (name, labels) DO UPDATE SET value = value + ?3");
  add.bind(1, name).bind(2, labels.to_string()).bind(3, std::int64_t(by)).run();
}

/// Before they are written. What an alert on an event tells is born closed and never opens.
void Store::count_opened(std::vector<alert::Incident> const& incidents) {
  auto known = database_.prepare("SELECT 1 FROM incident WHERE id = ?");
  for (auto const& one : incidents) {
    known.bind(1, one.id);
    bool const is_new = !known.step();
    known.reset();
    if (!is_new || (one.closed && one.level != Level::ok)) continue;
    auto const level = one.closed ? one.worst : one.level;
    count("incidents_opened", {{"alert", one.key.rule}, {"level", std::string(name_of(level))}});
  }
}

}  // namespace lapwing::store
