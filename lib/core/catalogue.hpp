// SPDX-License-Identifier: Apache-2.0
// Every metric there is: unit, direction, labels, meaning. `lapwing metrics` lists it and the README's table is made
// from it.
#pragma once

#include "core/quantity.hpp"

#include <span>
#include <string_view>

namespace lapwing {

enum class Better { higher, lower, neither };

/// How a series comes, and so when it is missed.
enum class Comes {
  each_poll,        ///< with every successful poll, but for series that carry a label of those in [brackets]
  with_its_kind,    ///< with every sample of the metrics of this kind that have the same area and labels
  when_it_happens,  ///< with a run, a finding; or it ceases only by an edit, here or at the source: never missed
};

struct Metric {
  std::string_view name;
  Unit unit;
  Better better;
  Comes comes;
  std::string_view labels;  ///< comma-separated label names; those in [brackets] are not on every series
  std::string_view source;  ///< the poller type that yields it
  std::string_view meaning;
};

/// Sorted by source, then as a reader would want them.
std::span<Metric const> catalogue();

/// The metric whose samples say since when values of a metric can be compared with one another: "model.baseline" of how
/// good a model is. "" where there is none.
std::string_view baseline_of(std::string_view metric);

/// The metric of that name, or nullptr.
Metric const* find_metric(std::string_view name);

/// "higher is better", "lower is better", "".
std::string_view describe(Better better);

}  // namespace lapwing
