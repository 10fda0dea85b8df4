// SPDX-License-Identifier: Apache-2.0
// From a file to samples: our own formats a line at a time, and performance_history.jsonl in all dialects that the
// poller reads. What is wrong with a line is said, and takes no other line with it.
#pragma once

#include "core/result.hpp"
#include "core/sample.hpp"
#include "exchange/format.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lapwing::app {

struct ImportWish {
  std::string file;                        ///< also .gz
  std::optional<exchange::Format> format;  ///< absent: by its content
  bool is_performance_history = false;     ///< it is one, whatever its content looks like
  std::string model;                       ///< the label of what names none; "" where each must name its own
  TimePoint oldest;                        ///< what is older is left out: it would be removed the next night
  TimePoint newest;                        ///< what is newer is refused: no sample was taken in the future
  std::size_t batch = 500;
};

/// How many of a batch were new, and how many took another value's place.
struct Taken {
  std::size_t added = 0;
  std::size_t changed = 0;
};

struct Imported {
  std::size_t samples = 0;  ///< that were read, those that are too old among them
  Taken taken;
  std::size_t too_old = 0;
  std::size_t skipped = 0;           ///< lines, or values of a version, that could not be used
  std::vector<std::string> reasons;  ///< of the first kMostReasons of them: "line 17: …"
  std::string remark;                ///< what is odd but no fault; "" mostly
};

inline constexpr std::size_t kMostReasons = 5;

/// Reads the file and hands over what it holds, in batches. `progress` hears the share that is done. Errors: the file
/// can not be read or is none of the formats, rows name no model and the wish neither; those of `take`, and then what
/// was taken before stays.
Result<Imported> import_file(ImportWish const& wish, std::function<Result<Taken>(std::vector<Sample>)> const& take,
                             std::function<void(double)> const& progress);

}  // namespace lapwing::app
