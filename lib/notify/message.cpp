// SPDX-License-Identifier: Apache-2.0
#include "notify/message.hpp"

namespace lapwing::notify {
namespace {

What what_happened(store::Owed const& debt) {
  if (debt.incident.level == Level::ok)
    return debt.incident.closed_because == "recovered" ? What::recovered : What::ended;
  if (debt.told == Level::ok) return What::opened;
  if (debt.is_reminder) return What::reminder;
  return debt.incident.level > debt.told ? What::worsened : What::eased;
}

Item item_of(store::Owed const& debt) {
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
  if (incident.level != Level::ok) {
    item.edit = incident.edit;
    item.action = incident.action;
    item.runbook = incident.runbook;
  } else if (item.what == What::ended) {
    item.note = Untrusted("Closed because " + incident.closed_because + ".");
  }
  return item;
}

}  // namespace

Notification message_of(std::vector<store::Owed> const& debts, std::string const& project, Zone const& zone,
                        TimePoint now) {
  Notification message{project, zone, now, {}};
  message.items.reserve(debts.size());
  for (auto const& debt : debts) message.items.push_back(item_of(debt));
  sort_worst_first(message.items);
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
