// SPDX-License-Identifier: Apache-2.0
#include "fake_github/limits.hpp"

#include <array>
#include <cstdio>

namespace lapwing::fake_github {

Limits::Window& Limits::window(std::string const& who, std::size_t limit, TimePoint now) {
  auto& window = windows_[who];
  if (now >= window.reset) window = {0, 0, now + std::chrono::hours{1}};
  window.limit = who.empty() ? 60 : limit;
  return window;
}

std::vector<Header> headers_of(Limits::Window const& window) {
  return {{"x-ratelimit-limit", std::to_string(window.limit)},
          {"x-ratelimit-remaining", std::to_string(window.remaining())},
          {"x-ratelimit-reset", epoch(window.reset)},
          {"x-ratelimit-used", std::to_string(window.used)},
          {"x-ratelimit-resource", "core"}};
}

std::string epoch(TimePoint at) { return std::to_string(to_millis(at) / 1000); }

std::string http_date(TimePoint at) {
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto const day = std::chrono::floor<std::chrono::days>(at);
  std::chrono::year_month_day const date{day};
  std::chrono::hh_mm_ss const clock{std::chrono::floor<std::chrono::seconds>(at - day)};
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday{day}.c_encoding()], unsigned(date.day()),
                kMonths[unsigned(date.month()) - 1], int(date.year()), int(clock.hours().count()),
                int(clock.minutes().count()), int(clock.seconds().count()));
  return text.data();
}

}  // namespace lapwing::fake_github
