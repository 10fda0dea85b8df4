// SPDX-License-Identifier: Apache-2.0
// Where each series comes from, and whether it still does: which poller brought it last, and how many polls in a row
// should have brought it and did not. Pure; what changes is stored with the tick that changes it.
#pragma once

#include "core/labels.hpp"
#include "core/sample.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace lapwing::alert {

struct SeriesName {
  std::string metric;
  Labels labels;
  auto operator<=>(SeriesName const&) const = default;
};

struct Origin {
  std::string poller;                  ///< "": not known, or the daemon itself
  std::int64_t missed = 0;             ///< polls; of a metric that comes with its kind, its kind's samples
  TimePoint newest{TimePoint::min()};  ///< the newest sample
  bool operator==(Origin const&) const = default;
};

/// Name to type of the pollers that are configured.
using PollerTypes = std::map<std::string, std::string>;

class Origins {
 public:
  Origins() = default;
  explicit Origins(std::map<SeriesName, Origin> stored);
  Origins(Origins&&) = default;
  Origins& operator=(Origins&&) = default;

  /// Takes note of what a poller brought: these series are its own now and no longer missed. After a good poll, one
  /// that read all of its source, its other series are missed once more, as the catalogue has it (Comes).
  void take(std::string const& poller, std::span<Sample const> brought, bool is_good_poll);

  /// nullptr: nothing is known of such a series.
  Origin const* find(SeriesName const& name) const;
  std::map<SeriesName, Origin> const& all() const { return origins_; }
  /// The series of a poller that are missed, in order of name.
  std::vector<std::pair<SeriesName, Origin>> missing(std::string const& poller) const;

  /// What `take` changed since the last call, but for `newest`.
  std::vector<std::pair<SeriesName, Origin>> take_changes();

 private:
  using Entry = std::pair<SeriesName const, Origin>;
  Entry& find_or_make(Sample const& sample);
  void hand_over(Entry& entry, std::string const& poller);

  std::map<SeriesName, Origin> origins_;
  std::map<std::string, std::unordered_set<Entry*>> by_poller_;  ///< into origins_, from which nothing is taken
  std::map<SeriesName, Origin> changes_;
};

/// Whether a series comes from a poller that is not configured any more, nor another of that name and the same type.
bool is_vanished(SeriesName const& name, Origin const& origin, PollerTypes const& pollers);

}  // namespace lapwing::alert
