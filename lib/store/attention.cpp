// SPDX-License-Identifier: Apache-2.0
// What people said: silences, acknowledgements, and the record of who did what.
#include "core/text.hpp"
#include "store/guarded.hpp"
#include "store/store.hpp"

namespace lapwing::store {
namespace {

constexpr std::size_t kLongestRow = 2000;

}  // namespace

Result<std::vector<alert::Silence>> Store::silences(TimePoint ended_since) {
  return guarded([&] {
    std::vector<alert::Silence> out;
    auto row = database_.prepare("SELECT id, matchers, begins, ends, who, why FROM silence WHERE ends > ? ORDER BY id");
    row.bind(1, ended_since);
    while (row.step()) {
      alert::Silence one;
      one.id = row.integer(0);
      one.text = row.text(1);
      auto matchers = alert::parse_matchers(one.text, nullptr);
      if (!matchers) throw DatabaseError("silence #" + std::to_string(one.id) + ": " + matchers.error().message);
      one.matchers = *std::move(matchers);
      one.begins = row.time(2);
      one.ends = row.time(3);
      one.who = row.text(4);
      one.why = row.text(5);
      out.push_back(std::move(one));
    }
    return out;
  });
}

Result<alert::SilenceId> Store::add_silence(alert::Silence const& silence, AuditRow const& audit) {
  return guarded([&] {
    alert::SilenceId id = 0;
    database_.transaction([&] {
      auto insert = database_.prepare("INSERT INTO silence (matchers, begins, ends, who, why) VALUES (?, ?, ?, ?, ?)");
      insert.bind(1, silence.text).bind(2, silence.begins).bind(3, silence.ends).bind(4, silence.who);
      insert.bind(5, silence.why).run();
      auto last = database_.prepare("SELECT last_insert_rowid()");
      last.step();
      id = last.integer(0);
      auto row = audit;
      row.what = "silence #" + std::to_string(id) + " " + row.what;
      write_audit(row);
    });
    return id;
  });
}

Result<void> Store::end_silence(alert::SilenceId id, AuditRow const& audit) {
  return guarded([&] {
    database_.transaction([&] {
      auto end = database_.prepare("UPDATE silence SET ends = ? WHERE id = ? AND ends > ?1");
      end.bind(1, audit.at).bind(2, id).run();
      write_audit(audit);
    });
  });
}

Result<void> Store::acknowledge(alert::Ack const& ack, AuditRow const& audit) {
  return guarded([&] {
    database_.transaction([&] {
      auto write =
          database_.prepare("INSERT OR REPLACE INTO ack (incident, level, at, who, why) VALUES (?, ?, ?, ?, ?)");
      write.bind(1, ack.incident).bind(2, std::int64_t(ack.level)).bind(3, ack.at).bind(4, ack.who).bind(5, ack.why);
      write.run();
      auto forget = database_.prepare("UPDATE told SET remind_at = NULL WHERE incident = ?");
      forget.bind(1, ack.incident).run();
      write_audit(audit);
    });
  });
}

Result<std::map<alert::IncidentId, alert::Ack>> Store::acks() {
  return guarded([&] {
    std::map<alert::IncidentId, alert::Ack> out;
    auto row = database_.prepare(
        "SELECT a.incident, a.level, a.at, a.who, a.why FROM ack a JOIN incident i ON i.id = a.incident "
        "WHERE i.closed IS NULL AND i.level <= a.level");
    while (row.step())
      out[row.integer(0)] = {row.integer(0), read_level(row, 1), row.time(2), row.text(3), row.text(4)};
    return out;
  });
}

void Store::write_audit(AuditRow const& row) {
  auto write = database_.prepare("INSERT INTO audit (at, who, what) VALUES (?, ?, ?)");
  write.bind(1, row.at).bind(2, row.who).bind(3, cut(row.what, kLongestRow)).run();
}

Result<void> Store::note(std::vector<AuditRow> const& rows) {
  return guarded([&] {
    database_.transaction([&] {
      for (auto const& row : rows) write_audit(row);
    });
  });
}

Result<std::vector<AuditRow>> Store::audit(TimePoint since) {
  return guarded([&] {
    std::vector<AuditRow> out;
    auto row = database_.prepare("SELECT at, who, what FROM audit WHERE at >= ? ORDER BY id DESC");
    row.bind(1, since);
    while (row.step()) out.push_back({row.time(0), row.text(1), row.text(2)});
    return out;
  });
}

}  // namespace lapwing::store
