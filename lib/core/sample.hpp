// SPDX-License-Identifier: Apache-2.0
// What pollers bring: numbers at instants, and things that happened once.
#pragma once

#include "core/labels.hpp"
#include "core/text.hpp"
#include "core/time.hpp"

#include <string>
#include <utility>
#include <vector>

namespace lapwing {

/// Where a person can look. The url is http(s) and made or checked by the poller: renderers make a link of it.
struct Link {
  std::string label;  ///< "Run 1234", "Failing step": the program's own words, never text from outside
  std::string url;
  bool operator==(Link const&) const = default;
};

/// One number of one series. `metric` is a name of the catalogue and gives the unit; the value is in that unit's base
/// (core/quantity.hpp) and finite. `at` is when it was true (training time, row time), not when it was read.
struct Sample {
  std::string metric;
  Labels labels;
  double value;
  TimePoint at;
  /// The evidence behind the number, for the message: "column volume, line 90,001: 'n/a' is not a number". May be
  /// empty.
  Untrusted note;
  std::vector<Link> links = {};  ///< to the evidence, the most telling first
};

/// Something that happened once: a model was trained, a run completed. `id` is unique per type and labels: the same
/// event read twice is one event. `fields` are what an alert's text may name: {"accuracy", "73.3%"}.
struct Event {
  std::string type;
  std::string id;
  Labels labels;
  std::vector<std::pair<std::string, std::string>> fields;
  TimePoint at;
};

}  // namespace lapwing
