// SPDX-License-Identifier: Apache-2.0
// Alerts that can never fire, or that nobody would hear: what a rule file can not know of itself.
#pragma once

#include "app/options.hpp"
#include "store/store.hpp"

#include <string>
#include <vector>

namespace lapwing::app {

/// What has been seen so far.
struct Seen {
  store::NewestSamples samples;
  std::vector<Event> events;
  std::vector<store::PollerRecord> pollers;
};

/// A level with the bound of a worse one is never shown; a level that some alert has and no channel hears is told to
/// nobody; what looks back, or waits, for longer than samples are kept never has what it wants. One sentence each.
std::vector<std::string> find_silent(Options const& options);

/// Against what is stored, for sources that were read at least once: a metric that was never seen, a label value in an
/// `=` that never occurred; of an event, such a value of what it is about (a conclusion may still come). And metrics
/// and events that no poller of the configuration brings. One sentence for each cause, with the alerts it silences.
std::vector<std::string> find_silent(Options const& options, Seen const& seen);

/// Both, against what a store holds. Blocks; of a store that can not be read the first alone.
std::vector<std::string> find_silent(Options const& options, store::Store& store);

}  // namespace lapwing::app
