// SPDX-License-Identifier: Apache-2.0
// What the real program has stored, read as another program would: straight from the file, series by series.
#pragma once

#include "core/labels.hpp"
#include "core/time.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace lapwing::test {

using Points = std::map<TimePoint, double>;
using SeriesKey = std::pair<std::string, Labels>;  ///< metric and labels

/// All samples of the metrics that begin so.
std::map<SeriesKey, Points> stored_samples(std::string const& state, std::string const& metric_prefix);

struct Newest {
  TimePoint at;
  double value;
  std::string note;
};
/// Of each series of that metric, its newest sample with the evidence.
std::map<Labels, Newest> newest_samples(std::string const& state, std::string const& metric);

/// The ids of all events of that type.
std::set<std::string> stored_events(std::string const& state, std::string const& type);

}  // namespace lapwing::test
