// SPDX-License-Identifier: Apache-2.0
#include "app/past.hpp"

namespace lapwing::app {

Result<Past> read_past(store::Store& store, rules::RuleSet const& rules, TimePoint since) {
  auto history = store.load_history(rules, {since, TimePoint::max()});
  if (!history) return history.error();
  auto events = store.events({since, TimePoint::max()});
  if (!events) return events.error();
  return Past{*std::move(history), *std::move(events)};
}

}  // namespace lapwing::app
