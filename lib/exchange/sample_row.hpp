// SPDX-License-Identifier: Apache-2.0
// One stored sample as it stands in a file, whatever the format.
#pragma once

#include "core/labels.hpp"
#include "core/time.hpp"

#include <string>

namespace lapwing::exchange {

struct SampleRow {
  std::string metric;
  Labels labels;
  TimePoint at;
  double value;
};

}  // namespace lapwing::exchange
