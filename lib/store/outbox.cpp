// SPDX-License-Identifier: Apache-2.0
// The dispatcher's half of Store: what channels are owed, what they were told, what was given up.
#include "store/guarded.hpp"
#include "store/store.hpp"

namespace lapwing::store {

Result<std::vector<Owed>> Store::owed(std::string const& channel) {
  return guarded([&] {
    std::map<alert::IncidentId, Owed> debts;
    auto row = database_.prepare(
        "SELECT o.incident, o.due, o.revision, COALESCE(t.level, 0), COALESCE(t.message, '') FROM outbox o "
        "LEFT JOIN told t ON t.channel = o.channel AND t.incident = o.incident WHERE o.channel = ?");
    row.bind(1, channel);
    while (row.step()) debts[row.integer(0)] = {{}, read_level(row, 3), row.text(4), row.time(1), row.integer(2)};
    if (debts.empty()) return std::vector<Owed>();
    for (auto& incident : read_incidents("WHERE id IN (SELECT incident FROM outbox)", std::nullopt)) {
      if (auto const debt = debts.find(incident.id); debt != debts.end()) debt->second.incident = std::move(incident);
    }
    std::vector<Owed> out;
    for (auto& [id, debt] : debts) out.push_back(std::move(debt));
    return out;
  });
}

Result<std::size_t> Store::waiting(std::string const& channel) {
  return guarded([&] {
    auto row = database_.prepare(
        "SELECT (SELECT COUNT(*) FROM outbox WHERE channel = ?1) + (SELECT COUNT(*) FROM report_debt WHERE channel = "
        "?1)");
    row.bind(1, channel).step();
    return std::size_t(row.integer(0));
  });
}

Result<Reminders> Store::reminders(std::string const& channel, TimePoint now) {
  return guarded([&] {
    Reminders out;
    std::map<alert::IncidentId, Owed> due;
    auto row = database_.prepare(
        "SELECT t.incident, t.level, t.reminders, t.remind_at, t.message FROM told t JOIN incident i ON i.id = "
        "t.incident "
        "WHERE t.channel = ?1 AND t.remind_at IS NOT NULL AND i.closed IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM outbox o WHERE o.channel = ?1 AND o.incident = t.incident)");
    row.bind(1, channel);
    while (row.step()) {
      auto const at = row.time(3);
      if (at > now) {
        out.next = std::min(out.next.value_or(at), at);
        continue;
      }
      auto& one = due[row.integer(0)];
      one.told = read_level(row, 1);
      one.reminders = row.integer(2);
      one.message = row.text(4);
      one.due = at;
    }
    if (due.empty()) return out;
    for (auto& incident : read_incidents("WHERE closed IS NULL", std::nullopt)) {
      auto const found = due.find(incident.id);
      if (found == due.end()) continue;
      found->second.is_reminder = incident.level == found->second.told;
      found->second.incident = std::move(incident);
    }
    for (auto& [id, one] : due) out.due.push_back(std::move(one));
    return out;
  });
}

Result<std::map<alert::IncidentId, Level>> Store::told(std::string const& channel) {
  return guarded([&] {
    std::map<alert::IncidentId, Level> out;
    auto row = database_.prepare("SELECT incident, level FROM told WHERE channel = ?");
    row.bind(1, channel);
    while (row.step()) out[row.integer(0)] = read_level(row, 1);
    return out;
  });
}

void Store::write_channel(ChannelRecord const& channel) {
  auto write = database_.prepare(
      "INSERT OR REPLACE INTO channel (name, not_before, failures, error, failing_since, refusals, pace, destination) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  write.bind(1, channel.name).bind(2, channel.not_before).bind(3, channel.failures).bind(4, channel.error);
  write.bind(5, channel.failing_since).bind(6, channel.refusals).bind(7, channel.pace.count());
  write.bind(8, channel.destination).run();
}

void Store::settle_debt(std::string const& channel, Owed const& debt) {
  auto remove = database_.prepare("DELETE FROM outbox WHERE channel = ? AND incident = ? AND revision = ?");
  remove.bind(1, channel).bind(2, debt.incident.id).bind(3, debt.revision).run();
}

Result<void> Store::settle(ChannelRecord const& channel, Delivered const& delivered,
                           std::vector<Owed> const& superseded, TimePoint now) {
  return guarded([&] {
    database_.transaction([&] {
      auto tell = database_.prepare(
          "INSERT OR REPLACE INTO told (channel, incident, level, at, reminders, remind_at, message) "
          "VALUES (?, ?, ?, ?, ?, ?, ?)");
      for (auto const& debt : delivered.told) {
        tell.bind(1, channel.name).bind(2, debt.incident.id).bind(3, std::int64_t(debt.incident.level)).bind(4, now);
        tell.bind(5, debt.is_reminder ? debt.reminders + 1 : 0).bind(6, debt.remind_at).bind(7, debt.message).run();
        settle_debt(channel.name, debt);
      }
      auto mark = database_.prepare("INSERT OR REPLACE INTO edit (channel, message, due, tries) VALUES (?, ?, ?, 0)");
      for (auto const& message : delivered.stale) mark.bind(1, channel.name).bind(2, message).bind(3, now).run();
      auto forget = database_.prepare("UPDATE told SET remind_at = NULL WHERE channel = ? AND incident = ?");
      for (auto const& debt : superseded) {
        if (debt.is_reminder) forget.bind(1, channel.name).bind(2, debt.incident.id).run();
        settle_debt(channel.name, debt);
      }
      write_channel(channel);
      if (!delivered.told.empty()) count("messages", {{"channel", channel.name}, {"result", "delivered"}});
    });
  });
}

Result<void> Store::bury(ChannelRecord const& channel, std::vector<Owed> const& debts, std::string const& why,
                         TimePoint now) {
  return guarded([&] {
    database_.transaction([&] {
      auto letter =
          database_.prepare("INSERT INTO dead_letter (channel, incident, level, at, why) VALUES (?, ?, ?, ?, ?)");
      // What it was told is still what it was told last; when it hears of the incident next was planned all the same.
      auto next = database_.prepare("UPDATE told SET reminders = ?, remind_at = ? WHERE channel = ? AND incident = ?");
      for (auto const& debt : debts) {
        next.bind(1, debt.is_reminder ? debt.reminders + 1 : 0).bind(2, debt.remind_at).bind(3, channel.name);
        next.bind(4, debt.incident.id).run();
        letter.bind(1, channel.name).bind(2, debt.incident.id).bind(3, std::int64_t(debt.incident.level)).bind(4, now);
        letter.bind(5, why).run();
        settle_debt(channel.name, debt);
      }
      write_channel(channel);
      count("messages", {{"channel", channel.name}, {"result", "given_up"}});
    });
  });
}

Result<void> Store::save(std::vector<ChannelRecord> const& channels) {
  return guarded([&] {
    database_.transaction([&] {
      for (auto const& channel : channels) write_channel(channel);
    });
  });
}

Result<std::vector<ChannelRecord>> Store::channels() {
  return guarded([&] {
    std::vector<ChannelRecord> out;
    auto row = database_.prepare(
        "SELECT name, not_before, failures, error, failing_since, refusals, pace, destination FROM channel");
    while (row.step()) {
      out.push_back({row.text(0), row.time(1), row.integer(2), row.text(3), row.optional_time(4), row.integer(5),
                     Duration{row.integer(6)}, row.text(7)});
    }
    return out;
  });
}

Result<std::vector<DeadLetter>> Store::dead_letters() {
  return guarded([&] {
    std::vector<DeadLetter> out;
    auto row = database_.prepare("SELECT channel, incident, level, at, why FROM dead_letter ORDER BY id DESC");
    while (row.step()) out.push_back({row.text(0), row.integer(1), read_level(row, 2), row.time(3), row.text(4)});
    return out;
  });
}

}  // namespace lapwing::store
