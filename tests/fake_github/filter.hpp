// SPDX-License-Identifier: Apache-2.0
// The parameters of a list of runs.
#pragma once

#include "fake_github/query.hpp"
#include "fake_github/records.hpp"

#include <optional>
#include <utility>

namespace lapwing::fake_github {

/// At most so many results are shown of a filtered list. Source: GitHub's REST description, "List workflow runs for a
/// repository", read 2026-09.
inline constexpr std::size_t kMostFiltered = 1000;

/// `created` in search syntax: 2026-11-02, >=T, >T, <=T, <T, A..B, A..*, *..B. Both ends included; a day means all of
/// it. Absent where it can not be read.
std::optional<std::pair<TimePoint, TimePoint>> parse_created(std::string const& text);

bool is_filtered(Query const& query);

/// Whether the run, as it is at `now`, passes branch, event, status, head_sha, actor and created.
bool passes(Run const& run, TimePoint now, Query const& query);

}  // namespace lapwing::fake_github
