// SPDX-License-Identifier: Apache-2.0
// The time column of a data file, from row to row: the newest time, steps that are missing, rows out of order.
#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace lapwing::poll {

/// The first place where time jumps: the evidence behind a count.
struct TimeJump {
  std::size_t line;
  TimePoint before;  ///< of the row before it
  TimePoint at;
};

/// Reads ISO 8601 (as parse_timestamp does) or Unix times, in seconds (10 digits, perhaps with a fraction) or
/// milliseconds (13 digits); the first cell that is a time decides which.
class Timeline {
 public:
  /// Without a step no gap is looked for. A step is positive.
  explicit Timeline(std::optional<Duration> step) : step_(step) {}

  /// False: the cell is no time; it changes nothing.
  bool add(std::string_view cell, std::size_t line);

  std::optional<TimePoint> newest() const { return newest_; }
  /// Rows older than the one before them.
  std::size_t unsorted() const { return unsorted_; }
  std::optional<TimeJump> const& first_unsorted() const { return first_unsorted_; }
  /// Steps that are missing where time goes forward by more than one and a half.
  std::size_t gaps() const { return gaps_; }
  std::optional<TimeJump> const& first_gap() const { return first_gap_; }

 private:
  enum class Form { undecided, iso, seconds, millis };

  std::optional<TimePoint> read(std::string_view cell);

  std::optional<Duration> step_;
  Form form_ = Form::undecided;
  std::optional<TimePoint> previous_, newest_;
  std::size_t unsorted_ = 0, gaps_ = 0;
  std::optional<TimeJump> first_unsorted_, first_gap_;
};

/// How many steps fit between two neighbours but are not there: 0 for a distance of up to one and a half steps.
std::size_t missing_steps(Duration distance, Duration step);

}  // namespace lapwing::poll
