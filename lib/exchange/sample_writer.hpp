// SPDX-License-Identifier: Apache-2.0
// Writes samples as a file of one of the formats, a piece at a time.
#pragma once

#include "core/labels.hpp"
#include "core/result.hpp"
#include "exchange/format.hpp"
#include "exchange/utc_text.hpp"
#include "series/history.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace lapwing::exchange {

/// What it has written so far goes to the sink in pieces of some 64 KiB; an Error of the sink ends it.
class SampleWriter {
 public:
  using Sink = std::function<Result<void>(std::string_view)>;

  SampleWriter(Format format, Sink sink);

  /// Finite values of one series, in order of time; may be called again to go on with it. The series of one metric come
  /// one after the other.
  Result<void> add(std::string const& metric, Labels const& labels, std::span<series::Point const> points);
  /// What a file ends with. Nothing afterwards.
  Result<void> finish();

 private:
  void begin_series(std::string const& metric, Labels const& labels);
  void append_seconds(TimePoint at);
  void append_value(double value);
  Result<void> flush();

  Format format_;
  Sink sink_;
  std::string text_;  // not yet with the sink
  std::string metric_;
  Labels labels_;
  bool any_ = false;
  UtcText utc_;
  // Around the two numbers of each row of the series: time and value, in OpenMetrics the other way round.
  std::string before_, between_, after_;
};

}  // namespace lapwing::exchange
