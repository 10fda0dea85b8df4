// SPDX-License-Identifier: Apache-2.0
// What Store holds of reports: up to when each was handed out, and which channels have not had it yet.
#include "store/guarded.hpp"
#include "store/store.hpp"

namespace lapwing::store {

Result<std::map<std::string, TimePoint>> Store::reports_done() {
  return guarded([&] {
    std::map<std::string, TimePoint> out;
    auto row = database_.prepare("SELECT name, done FROM report");
    while (row.step()) out[row.text(0)] = row.time(1);
    return out;
  });
}

Result<void> Store::owe_report(std::string const& report, TimePoint slot, std::vector<std::string> const& channels,
                               TimePoint now) {
  return guarded([&] {
    database_.transaction([&] {
      auto done = database_.prepare(
          "INSERT INTO report (name, done) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET done = ?2");
      done.bind(1, report).bind(2, slot).run();
      auto owe = database_.prepare(
          "INSERT INTO report_debt (channel, report, at, due) VALUES (?1, ?2, ?3, ?4) "
          "ON CONFLICT (channel, report) DO UPDATE SET at = ?3, due = ?4");
      for (auto const& channel : channels) owe.bind(1, channel).bind(2, report).bind(3, slot).bind(4, now).run();
    });
  });
}

Result<std::vector<ReportDebt>> Store::report_debts(std::string const& channel) {
  return guarded([&] {
    std::vector<ReportDebt> out;
    auto row = database_.prepare("SELECT report, at, due FROM report_debt WHERE channel = ? ORDER BY at, report");
    row.bind(1, channel);
    while (row.step()) out.push_back({row.text(0), row.time(1), row.time(2)});
    return out;
  });
}

Result<void> Store::settle_report(ChannelRecord const& channel, ReportDebt const& debt) {
  return guarded([&] {
    database_.transaction([&] {
      end_report(channel.name, debt);
      write_channel(channel);
      count("messages", {{"channel", channel.name}, {"result", "delivered"}});
    });
  });
}

Result<void> Store::bury_report(ChannelRecord const& channel, ReportDebt const& debt, std::string const& why,
                                TimePoint now) {
  return guarded([&] {
    database_.transaction([&] {
      end_report(channel.name, debt);
      auto letter =
          database_.prepare("INSERT INTO dead_letter (channel, incident, level, at, why) VALUES (?, 0, ?, ?, ?)");
      letter.bind(1, channel.name).bind(2, std::int64_t(Level::info)).bind(3, now);
      letter.bind(4, "the " + debt.report + " report as of " + format_utc(debt.at) + ": " + why).run();
      write_channel(channel);
      count("messages", {{"channel", channel.name}, {"result", "given_up"}});
    });
  });
}

void Store::end_report(std::string const& channel, ReportDebt const& debt) {
  auto remove = database_.prepare("DELETE FROM report_debt WHERE channel = ? AND report = ? AND at = ?");
  remove.bind(1, channel).bind(2, debt.report).bind(3, debt.at).run();
}

}  // namespace lapwing::store
