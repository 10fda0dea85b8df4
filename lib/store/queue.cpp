// SPDX-License-Identifier: Apache-2.0
// The part of Store that looks after the queue: messages that are changed where they stand, and what people do to what
// is queued or was given up.
#include "store/guarded.hpp"
#include "store/store.hpp"

#include <algorithm>

namespace lapwing::store {

Result<std::vector<Edit>> Store::edits(std::string const& channel) {
  return guarded([&] {
    std::vector<Edit> out;
    auto row = database_.prepare("SELECT message, due, tries FROM edit WHERE channel = ? ORDER BY due, message");
    row.bind(1, channel);
    while (row.step()) out.push_back({row.text(0), row.time(1), row.integer(2)});
    return out;
  });
}

Result<std::vector<Owed>> Store::told_in(std::string const& channel, std::string const& message) {
  return guarded([&] {
    std::map<alert::IncidentId, Owed> told;
    auto row = database_.prepare("SELECT incident, level FROM told WHERE channel = ? AND message = ?");
    row.bind(1, channel).bind(2, message);
    while (row.step()) {
      auto& one = told[row.integer(0)];
      one.told = read_level(row, 1);
      one.message = message;
    }
    std::vector<Owed> out;
    for (auto& [id, one] : told) {
      auto found = read_incidents("WHERE id = " + std::to_string(id), std::nullopt);
      if (found.empty()) continue;
      one.incident = std::move(found.front());
      out.push_back(std::move(one));
    }
    std::ranges::stable_sort(out, {}, [](Owed const& one) { return -int(one.incident.worst); });
    return out;
  });
}

Result<void> Store::put_off(std::string const& channel, Edit const& edit) {
  return guarded([&] {
    auto write = database_.prepare("UPDATE edit SET due = ?, tries = ? WHERE channel = ? AND message = ?");
    write.bind(1, edit.due).bind(2, edit.tries).bind(3, channel).bind(4, edit.message).run();
  });
}

Result<void> Store::end_edit(std::string const& channel, Edit const& edit) {
  return guarded([&] {
    auto remove = database_.prepare("DELETE FROM edit WHERE channel = ? AND message = ? AND due = ?");
    remove.bind(1, channel).bind(2, edit.message).bind(3, edit.due).run();
  });
}

Result<std::size_t> Store::retry(std::string const& channel, std::optional<alert::IncidentId> incident,
                                 AuditRow const& audit, TimePoint now) {
  return guarded([&] {
    std::size_t count = 0;
    database_.transaction([&] {
      std::string const which = "FROM dead_letter WHERE channel = ?1 AND (?2 IS NULL OR incident = ?2)";
      auto owe = database_.prepare(
          "INSERT OR IGNORE INTO outbox (channel, incident, due, revision) SELECT DISTINCT channel, incident, ?3, 0 " +
          which + " AND incident > 0");
      owe.bind(1, channel).bind(2, incident).bind(3, now).run();
      auto remove = database_.prepare("DELETE " + which);
      remove.bind(1, channel).bind(2, incident).run();
      count = database_.changes();
      write_audit(audit);
    });
    return count;
  });
}

Result<std::size_t> Store::drop(std::string const& channel, std::optional<alert::IncidentId> incident,
                                AuditRow const& audit) {
  return guarded([&] {
    std::size_t count = 0;
    database_.transaction([&] {
      if (!incident) {
        auto reports = database_.prepare("DELETE FROM report_debt WHERE channel = ?");
        reports.bind(1, channel).run();
        count += database_.changes();
      }
      for (auto const* table : {"outbox", "dead_letter"}) {
        auto remove = database_.prepare(std::string("DELETE FROM ") + table +
                                        " WHERE channel = ?1 AND (?2 IS NULL OR incident = ?2)");
        remove.bind(1, channel).bind(2, incident).run();
        count += database_.changes();
      }
      write_audit(audit);
    });
    return count;
  });
}

}  // namespace lapwing::store
