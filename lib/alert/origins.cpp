// SPDX-License-Identifier: Apache-2.0
#include "alert/origins.hpp"

#include "core/catalogue.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

namespace lapwing::alert {
namespace {

/// Each part of a whole, such as one column of a dataset, may cease while the whole comes.
bool is_part(Metric const& metric, Labels const& labels) {
  return std::ranges::any_of(labels.pairs(), [&](Labels::Pair const& label) {
    return metric.labels.find("[" + label.first + "]") != metric.labels.npos;
  });
}

Comes how_it_comes(SeriesName const& name) {
  auto const* const metric = find_metric(name.metric);
  if (metric == nullptr || (metric->comes == Comes::each_poll && is_part(*metric, name.labels)))
    return Comes::when_it_happens;
  return metric->comes;
}

/// The area of the metric and the labels: model{model="btc"}.
using KindName = std::pair<std::string, Labels>;

KindName kind_of(SeriesName const& name) { return {name.metric.substr(0, name.metric.find('.')), name.labels}; }

/// What came of one kind: the instants that are newer than all that was known of it.
class Kinds {
 public:
  void know(SeriesName const& name, TimePoint newest) {
    auto& known = kinds_[kind_of(name)].known;
    known = std::max(known, newest);
  }
  void add(SeriesName const& name, TimePoint at) {
    auto const found = kinds_.find(kind_of(name));
    if (found == kinds_.end())
      kinds_[kind_of(name)].newer.insert(at);
    else if (at > found->second.known)
      found->second.newer.insert(at);
  }
  std::int64_t count_newer(SeriesName const& name, TimePoint than) const {
    auto const found = kinds_.find(kind_of(name));
    if (found == kinds_.end()) return 0;
    return std::distance(found->second.newer.upper_bound(than), found->second.newer.end());
  }

 private:
  struct Kind {
    TimePoint known{TimePoint::min()};
    std::set<TimePoint> newer;
  };
  std::map<KindName, Kind> kinds_;
};

}  // namespace

Origins::Origins(std::map<SeriesName, Origin> stored) : origins_(std::move(stored)) {
  for (auto& entry : origins_) by_poller_[entry.second.poller].insert(&entry);
}

void Origins::take(std::string const& poller, std::span<Sample const> brought, bool is_good_poll) {
  Kinds kinds;
  for (auto const* const entry : by_poller_[poller]) {
    if (how_it_comes(entry->first) == Comes::with_its_kind) kinds.know(entry->first, entry->second.newest);
  }
  std::set<Entry const*> came;
  for (auto const& sample : brought) {
    auto& entry = find_or_make(sample);
    auto& [name, origin] = entry;
    bool const is_other = origin.poller != poller;
    if (is_other) hand_over(entry, poller);
    auto const comes = how_it_comes(name);
    if (comes == Comes::with_its_kind) kinds.add(name, sample.at);
    // An old sample that comes late does not say that the series goes on.
    bool const goes_on = comes != Comes::with_its_kind || sample.at > origin.newest || is_other;
    if (goes_on && origin.missed != 0) {
      origin.missed = 0;
      changes_[name] = origin;
    }
    origin.newest = std::max(origin.newest, sample.at);
    came.insert(&entry);
  }
  if (!is_good_poll) return;
  for (auto* const entry : by_poller_[poller]) {
    auto& [name, origin] = *entry;
    auto const comes = how_it_comes(name);
    std::int64_t missed = 0;
    if (comes == Comes::each_poll) missed = came.contains(entry) ? 0 : 1;
    if (comes == Comes::with_its_kind) missed = kinds.count_newer(name, origin.newest);
    if (missed == 0) continue;
    origin.missed += missed;
    changes_[name] = origin;
  }
}

Origins::Entry& Origins::find_or_make(Sample const& sample) {
  return *origins_.try_emplace({sample.metric, sample.labels}).first;
}

void Origins::hand_over(Entry& entry, std::string const& poller) {
  auto& [name, origin] = entry;
  by_poller_[origin.poller].erase(&entry);
  by_poller_[poller].insert(&entry);
  origin.poller = poller;
  origin.missed = 0;
  changes_[name] = origin;
}

Origin const* Origins::find(SeriesName const& name) const {
  auto const found = origins_.find(name);
  return found == origins_.end() ? nullptr : &found->second;
}

std::vector<std::pair<SeriesName, Origin>> Origins::missing(std::string const& poller) const {
  std::vector<std::pair<SeriesName, Origin>> out;
  auto const found = by_poller_.find(poller);
  if (found == by_poller_.end()) return out;
  for (auto const* const entry : found->second) {
    if (entry->second.missed > 0) out.push_back(*entry);
  }
  std::ranges::sort(out, {}, &std::pair<SeriesName, Origin>::first);
  return out;
}

std::vector<std::pair<SeriesName, Origin>> Origins::take_changes() {
  auto const changes = std::exchange(changes_, {});
  return {changes.begin(), changes.end()};
}

bool is_vanished(SeriesName const& name, Origin const& origin, PollerTypes const& pollers) {
  if (origin.poller.empty()) return false;
  auto const poller = pollers.find(origin.poller);
  if (poller == pollers.end()) return true;
  // A poller of another type took the name over: it does not bring what that one brought.
  auto const* const metric = find_metric(name.metric);
  if (metric == nullptr) return false;
  if (metric->source == "every poller") return name.labels.get("type") != poller->second;
  return metric->source != poller->second;
}

}  // namespace lapwing::alert
