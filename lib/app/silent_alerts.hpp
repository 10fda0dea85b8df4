// SPDX-License-Identifier: Apache-2.0
// Alerts that can never fire, or that nobody would hear: what a rule file can not know of itself.
#pragma once

#include "app/view.hpp"
#include "store/store.hpp"

#include <memory>
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
std::vector<std::string> find_silent(View const& view);

/// Against what is stored, for sources that were read at least once: a metric that was never seen, a label value in an
/// `=` that never occurred; of an event, such a value of what it is about (a conclusion may still come). And metrics
/// and events that no poller of the configuration brings. One sentence for each cause, with the alerts it silences.
std::vector<std::string> find_silent(View const& view, Seen const& seen);

/// Both, against what a store holds. Blocks; of a store that can not be read the first alone.
std::vector<std::string> find_silent(View const& view, store::Store& store);

/// The same for those who ask often: looks again after five minutes, and when the view is another. Not safe to share
/// between threads.
class SilentSearch {
 public:
  std::vector<std::string> const& find(std::shared_ptr<View const> const& view, store::Store& store, TimePoint now);

 private:
  std::shared_ptr<View const> view_;
  TimePoint looked_at_{};
  std::vector<std::string> found_;
};

}  // namespace lapwing::app
