// SPDX-License-Identifier: Apache-2.0
#include "notify/message.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace lapwing::notify {
namespace {

What what_happened(store::Owed const& debt) {
  if (debt.incident.level == Level::ok)
    return debt.incident.closed_because == "recovered" ? What::recovered : What::ended;
  if (debt.told == Level::ok) return What::opened;
  if (debt.is_reminder) return What::reminder;
  return debt.incident.level > debt.told ? What::worsened : What::eased;
}

Item item_of(store::Owed const& debt, TimePoint now) {
  auto const& incident = debt.incident;
  Item item;
  item.incident = incident.id;
  item.what = what_happened(debt);
  item.level = incident.level;
  item.before = debt.told;
  item.alert = incident.key.rule;
  item.labels = incident.key.labels;
  item.summary = incident.summary;
  item.value = incident.value;
  item.threshold = incident.threshold;
  item.sparkline = incident.sparkline;
  item.since = incident.since;
  item.changed = incident.changed;
  item.note = incident.note;
  item.links = incident.links;
  if (!debt.is_reminder) item.follows = debt.message;
  // What was due earlier may have got its present level only since.
  if (!debt.is_reminder) item.delayed = std::max(now - std::max(debt.due, incident.changed), Duration{0});
  if (incident.level != Level::ok) {
    item.edit = incident.edit;
    item.action = incident.action;
    item.runbook = incident.runbook;
  } else if (item.what == What::ended) {
    item.note = Untrusted("Closed because " + incident.closed_because + ".");
  }
  return item;
}

/// What one place in the order hangs on; the alert's name is that of the debt.
struct Rank {
  bool is_over;
  int mildness;
  TimePoint oldest;  // of the alert's
  std::string_view alert;
  TimePoint since;
  std::size_t index;
  auto operator<=>(Rank const&) const = default;
};

}  // namespace

void sort_worst_first(std::vector<store::Owed>& debts) {
  std::vector<Rank> ranks;
  std::map<std::tuple<bool, int, std::string_view>, TimePoint> oldest;
  for (std::size_t i = 0; i < debts.size(); ++i) {
    auto const& incident = debts[i].incident;
    Rank const rank{incident.level == Level::ok, -int(incident.level), incident.since,
                    incident.key.rule,           incident.since,       i};
    auto& since = oldest.try_emplace({rank.is_over, rank.mildness, rank.alert}, rank.since).first->second;
    since = std::min(since, rank.since);
    ranks.push_back(rank);
  }
  for (auto& rank : ranks) rank.oldest = oldest.at({rank.is_over, rank.mildness, rank.alert});
  std::ranges::sort(ranks);
  std::vector<store::Owed> sorted;
  sorted.reserve(debts.size());
  for (auto const& rank : ranks) sorted.push_back(std::move(debts[rank.index]));
  debts = std::move(sorted);
}

Notification message_of(std::vector<store::Owed> const& debts, std::string const& project, Zone const& zone,
                        TimePoint now) {
  Notification message{project, zone, now, {}};
  for (auto const& debt : debts) {
    if (message.items.size() < kMostItems)
      message.items.push_back(item_of(debt, now));
    else
      message.more.add(what_happened(debt), debt.incident.level);
  }
  return message;
}

Notification edited_message(std::vector<store::Owed> const& told, std::string const& project, Zone const& zone,
                            TimePoint now) {
  Notification message{project, zone, now, {}};
  message.is_edit = true;
  for (auto debt : told) {
    // As a stranger to the incident reads it: how it stands, and of what is over how bad it was.
    debt.told = debt.incident.level == Level::ok ? debt.incident.worst : Level::ok;
    debt.message.clear();
    debt.due = now;
    message.items.push_back(item_of(debt, now));
  }
  return message;
}

Notification test_message(Level level, std::string const& channel, std::string const& project, Zone const& zone,
                          TimePoint now) {
  Item item;
  item.what = What::test;
  item.level = level;
  item.alert = "notify-test";
  item.labels.set("channel", channel);
  item.summary = Untrusted("This is a test. If you can read it, Lapwing's messages reach this channel.");
  item.since = now;
  item.changed = now;
  return {project, zone, now, {std::move(item)}};
}

}  // namespace lapwing::notify
