// SPDX-License-Identifier: Apache-2.0
// What Store holds of events: each once.
#include "store/guarded.hpp"
#include "store/store.hpp"

#include <set>
#include <tuple>

namespace lapwing::store {
namespace {

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

}  // namespace

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

void Store::write_events(std::vector<Event> const& events) {
  auto event = database_.prepare("INSERT OR IGNORE INTO event (type, id, at, labels, fields) VALUES (?, ?, ?, ?, ?)");
  for (auto const& one : events) {
    event.bind(1, one.type)
        .bind(2, one.id)
        .bind(3, one.at)
        .bind(4, one.labels.to_string())
        .bind(5, text_of(one.fields));
    event.run();
  }
}

}  // namespace lapwing::store
