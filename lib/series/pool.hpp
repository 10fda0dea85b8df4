// SPDX-License-Identifier: Apache-2.0
// Several series seen as one: the runs of a workflow on every branch, the polls of every source.
#pragma once

#include "series/history.hpp"

#include <span>
#include <vector>

namespace lapwing::series {

/// The points of the series within the window as of `until`, oldest first; those of one instant in the order of `ids`.
/// A window of N runs holds the newest N of them all. Of one series it is a view of the history and costs nothing; of
/// several it is built in `room`. Valid until the next add, and the next use of `room`.
std::span<Point const> pool(History const& history, std::span<SeriesId const> ids, Window const& window,
                            TimePoint until, std::vector<Point>& room);

}  // namespace lapwing::series
