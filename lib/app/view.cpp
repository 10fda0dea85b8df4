// SPDX-License-Identifier: Apache-2.0
#include "app/view.hpp"

#include "alert/blindness.hpp"
#include "app/data_state.hpp"
#include "notify/message.hpp"

#include <algorithm>
#include <ranges>

namespace lapwing::app {

alert::PollerTypes View::poller_types() const {
  alert::PollerTypes out;
  for (auto const& source : sources) out.emplace(source.name, source.type);
  return out;
}

View view_of(Options const& options) {
  View out{report_context(options, options.rules),
           options.rules,
           options.routes,
           options.quiet_hours,
           {},
           options.retention.age};
  for (auto const& poller : options.pollers)
    out.sources.push_back({poller.name, poller.type, poller.every, poller.catch_up});
  return out;
}

Result<alert::Attention> read_attention(store::Store& store, View const& view, TimePoint now) {
  auto silences = store.silences(now);
  if (!silences) return silences.error();
  auto acks = store.acks();
  if (!acks) return acks.error();
  return alert::Attention{*std::move(silences), *std::move(acks), view.quiet_hours, view.report.zone};
}

Result<report::Asides> read_asides(store::Store& store, View const& view, std::vector<alert::Incident> const& incidents,
                                   TimePoint now, std::size_t most) {
  auto standings = store.standings();
  if (!standings) return standings.error();
  alert::State state{.standings = *std::move(standings), .open = {}};
  for (auto const& one : incidents) {
    if (!one.closed) state.open.emplace(one.id, one);
  }
  auto const attention = read_attention(store, view, now);
  if (!attention) return attention.error();
  auto const pollers = store.pollers();
  if (!pollers) return pollers.error();
  auto stored = store.origins();
  if (!stored) return stored.error();
  alert::Origins const origins(*std::move(stored));
  auto const types = view.poller_types();
  auto const names = alert::watched_names(view.rules, origins);
  rules::Evaluator const evaluator(view.rules, names);
  auto const is_blind = [&](alert::Incident const& one) { return alert::is_blind(evaluator, origins, state, one); };
  report::Asides asides;
  for (auto const& one : incidents | std::views::take(std::min(most, incidents.size()))) {
    if (one.closed) continue;
    auto const behind = alert::series_behind(evaluator, one.key);
    asides[one.id] = {alert::stance(*attention, view.rules, state, is_blind, one, now),
                      data_of(behind, names, origins, *pollers, types)};
  }
  return asides;
}

Result<std::vector<report::PollerState>> read_pollers(store::Store& store, View const& view, TimePoint now) {
  auto const records = store.pollers();
  if (!records) return records.error();
  std::vector<report::PollerState> out;
  for (auto const& source : view.sources) {
    Agenda agenda(source.every, source.catch_up);
    auto const record = std::ranges::find(*records, source.name, &store::PollerRecord::name);
    bool const has_run = record != records->end();
    if (has_run) agenda.restore(record->last_run);
    out.push_back({source.name, source.type, source.every.text(), has_run ? std::optional(*record) : std::nullopt,
                   agenda.next(now, view.report.zone)});
  }
  return out;
}

Result<std::vector<report::ChannelQueue>> read_queues(store::Store& store, View const& view, TimePoint now,
                                                      std::string const& only) {
  auto const attention = read_attention(store, view, now);
  if (!attention) return attention.error();
  auto const state = store.load_state();
  if (!state) return state.error();
  auto records = store.channels();
  if (!records) return records.error();
  auto const letters = store.dead_letters();
  if (!letters) return letters.error();
  for (auto const& channel : view.report.channels) {
    if (std::ranges::find(*records, channel, &store::ChannelRecord::name) == records->end())
      records->emplace_back().name = channel;
  }
  std::vector<report::ChannelQueue> queues;
  for (auto& record : *records) {
    if (!only.empty() && record.name != only) continue;
    report::ChannelQueue queue;
    auto owed = store.owed(record.name);
    if (!owed) return owed.error();
    notify::sort_worst_first(*owed);
    for (auto& debt : *owed) {
      if (!notify::is_news(debt, record.name, view.routes)) continue;  // it will go without a word
      auto const sees = [](alert::Incident const&) { return false; };  // which source can be read, the daemon knows
      auto const held = alert::held(*attention, view.rules, *state, sees, debt.incident, debt.told, now);
      queue.queued.push_back({std::move(debt), held ? held->why : ""});
    }
    auto reports = store.report_debts(record.name);
    if (!reports) return reports.error();
    queue.reports = *std::move(reports);
    for (auto const& letter : *letters) {
      if (letter.channel == record.name) queue.given_up.push_back(letter);
    }
    queue.channel = std::move(record);
    queues.push_back(std::move(queue));
  }
  return queues;
}

}  // namespace lapwing::app
