// SPDX-License-Identifier: Apache-2.0
// How long what is stored is kept, and how far a cleaning has come.
#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace lapwing::store {

struct Retention {
  Duration age{std::chrono::days{400}};
  /// Metric to step: of its samples that are older than kThinAfter the newest of each step stays.
  std::map<std::string, Duration> thin = {};
};

inline constexpr Duration kThinAfter{std::chrono::days{30}};
/// A series without a sample for so long, and for twice the retention, goes entirely. A model may be used for long
/// after its training, and its accuracy is still what is known of it.
inline constexpr Duration kSilentFor{std::chrono::days{730}};

/// How many rows of each kind were removed.
struct Removed {
  std::size_t samples = 0;
  std::size_t thinned = 0;  ///< samples of which a newer one of the same step stays
  std::size_t series = 0;
  std::size_t events = 0;
  std::size_t incidents = 0;
  std::size_t silences = 0;
  std::size_t audit_rows = 0;
  bool operator==(Removed const&) const = default;
};

/// One cleaning of the whole store, a step at a time. It may be dropped at any point; the next one finds what is left.
struct Cleaning {
  enum class Stage { samples, standings, events, incidents, silences, audit, done };

  TimePoint now;  ///< fixed, so that all steps agree on what is old
  Stage stage = Stage::samples;
  std::int64_t series = 0;  ///< the id that is next
  TimePoint thinned{};      ///< of that series: looked through so far
  Removed removed = {};

  bool is_done() const { return stage == Stage::done; }
};

}  // namespace lapwing::store
