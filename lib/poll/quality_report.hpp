// SPDX-License-Identifier: Apache-2.0
// Turns what was found in a data file into samples with their evidence in words.
#pragma once

#include "poll/data_quality_options.hpp"
#include "poll/poller.hpp"
#include "poll/quality.hpp"

#include <string>

namespace lapwing::poll {

/// All samples are at `now`. A series of one column comes only while it is not 0 or was so before; the cursor
/// remembers. data.age is left out where no row has a time, and what needs a step, a key or a time column without one.
/// data.valid is the share of the enabled checks that pass: records (with a range), columns (against the last poll),
/// cells a row, missing, duplicates, duplicate keys, gaps, types, order. Errors: none. Pure.
PollReport report_quality(Quality const& quality, DataQualityOptions const& options, TimePoint now,
                          std::string const& cursor);

}  // namespace lapwing::poll
