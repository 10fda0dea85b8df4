// SPDX-License-Identifier: Apache-2.0
// The primary limit: so many requests in an hour of simulated time, for each token and for all without one.
#pragma once

#include "core/time.hpp"
#include "io/http.hpp"

#include <map>
#include <string>
#include <vector>

namespace lapwing::fake_github {

class Limits {
 public:
  struct Window {
    std::size_t limit, used;
    TimePoint reset;
    std::size_t remaining() const { return used < limit ? limit - used : 0; }
  };

  /// The window that `now` lies in, begun now if there is none. `who` is "" without a token: then 60 an hour.
  Window& window(std::string const& who, std::size_t limit, TimePoint now);

 private:
  std::map<std::string, Window> windows_;
};

std::vector<Header> headers_of(Limits::Window const& window);

/// Seconds since 1970, as x-ratelimit-reset has it.
std::string epoch(TimePoint at);
/// Tue, 10 Nov 2026 08:00:00 GMT
std::string http_date(TimePoint at);

}  // namespace lapwing::fake_github
