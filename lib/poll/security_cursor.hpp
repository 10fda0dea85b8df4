// SPDX-License-Identifier: Apache-2.0
// What the scans before this one had found, so that the next one shows what is new and what is gone, across restarts.
#pragma once

#include "poll/security_finding.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lapwing::poll {

/// Sorted keys of the findings (keys_of) of one severity; absent where there were too many to remember.
using KnownKeys = std::array<std::optional<std::vector<std::uint64_t>>, kSeverities.size()>;

struct KnownScan {
  TimePoint at{};
  std::optional<TimePoint> scanned_at;  ///< as in Scan
  std::set<FindingClass> classes;       ///< all that were ever looked for: one that is clean now must show
  KnownKeys keys;
};

/// By tool and target.
using KnownScans = std::map<std::pair<std::string, std::string>, KnownScan>;

/// How many keys a cursor holds, 16 bytes each: the worst severities first. What does not fit is as if never seen.
inline constexpr std::size_t kMaxKnownKeys = 20'000;

struct SecurityCursor {
  std::string source;  ///< what the operator had asked for (SecurityReading::source)
  KnownScans scans;

  /// A damaged or foreign text gives the empty cursor: then there is nothing to compare with.
  static SecurityCursor from_text(std::string_view text);
  std::string to_text() const;
};

}  // namespace lapwing::poll
