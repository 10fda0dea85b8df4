// SPDX-License-Identifier: Apache-2.0
// Numbers with units, as they stand in YAML (`65%`, `10pp`, `24h`, `500MB`, `3 runs`) and as they are shown.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lapwing {

/// What a number measures, and so how it is written. Base in brackets.
enum class Unit {
  ratio,     ///< a share [1.0 = 100%], written 65%
  points,    ///< a difference of two ratios [1.0 = 100pp], written 10pp
  duration,  ///< [seconds], written 90s 30m 2h 7d 4w
  bytes,     ///< [bytes], written 500MB (10^6) or 1GiB (2^30)
  count,     ///< whole things, written 3
  number,    ///< a plain number without unit (RMSE, R²), written 1.5
  runs,      ///< samples of one source, written 3 runs
};

struct Quantity {
  double value;
  Unit unit;
  bool operator==(Quantity const&) const = default;
};

/// Reads one quantity. A bare number comes back as Unit::number (Unit::count fits it too, see `as`). Errors: invalid,
/// with the forms that exist. NaN, infinities, amounts beyond 1e300 and a bare 010 (8 to YAML 1.1, 10 to people) are
/// refused.
Result<Quantity> parse_quantity(std::string_view text);

/// The same amount as the wanted unit, where that is the same kind of number: a bare number as number or count (a mean
/// of counts has fractions), a bare whole number as runs. Absent for everything else: a bare 65 is never a ratio.
std::optional<double> as(Quantity quantity, Unit wanted);

/// For messages: 58.3%, 10pp, 26h, 1.2 GB, 12,345, 0.194. As short as it can be while telling neighbours apart.
std::string format_quantity(double value, Unit unit);

/// The same, but never as the same text as a different number beside it: 64.97% where 65% stands beside it.
std::string format_beside(double value, double other, Unit unit);

/// "a share such as 65%", for errors: what a value of this unit looks like.
std::string_view describe(Unit unit);

/// The one word of the catalogue and of error messages: ratio, points, duration, bytes, count, number, runs.
std::string_view name_of(Unit unit);

/// A duration alone: `90s 30m 2h 7d 4w`, also `1h30m`, `1.5h` and `500ms`; not negative, at most a century. Errors:
/// invalid.
Result<Duration> parse_duration(std::string_view text);

}  // namespace lapwing
