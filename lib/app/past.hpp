// SPDX-License-Identifier: Apache-2.0
// What is stored of a span, as rules look at it.
#pragma once

#include "core/sample.hpp"
#include "store/store.hpp"

#include <vector>

namespace lapwing::app {

/// Of each series that the rules look at the samples of the span and the horizon's before it; all events of the span,
/// in order of time.
struct Past {
  series::History samples;
  std::vector<Event> events;
};

/// From `since` to the end of what is stored. Errors: the store's.
Result<Past> read_past(store::Store& store, rules::RuleSet const& rules, TimePoint since);

}  // namespace lapwing::app
