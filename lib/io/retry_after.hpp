// SPDX-License-Identifier: Apache-2.0
// How long a server asks us to wait, from headers and numbers that may hold anything.
#pragma once

#include "core/time.hpp"
#include "io/http.hpp"

#include <optional>
#include <string_view>

namespace lapwing {

/// No hint of a server makes us wait longer than this.
inline constexpr Duration kLongestWait = std::chrono::hours{24};

/// A number of seconds as a wait: rounded up to a millisecond, at most kLongestWait. Absent for
/// zero, negatives and NaN: they tell nothing, and a wait of zero would be a busy loop.
std::optional<Duration> wait_of(double seconds);

/// The same from text: "2", "0.376", "9999999999". Absent for anything that is no number.
std::optional<Duration> wait_of(std::string_view seconds);

/// What Retry-After says: seconds, or a date, which counts from the answer's own Date header, so no clock of ours is
/// asked. Absent without the header, for nonsense, for a date in the past, and for a date without a Date. Source: RFC
/// 9110, 10.2.3 and 5.6.7 (of the three date forms the one that may be sent).
std::optional<Duration> retry_after(HttpResponse const& answer);

}  // namespace lapwing
