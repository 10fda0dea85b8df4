// SPDX-License-Identifier: Apache-2.0
#include "exchange/utc_text.hpp"

#include <array>

namespace lapwing::exchange {

void UtcText::append(std::string& out, TimePoint at) {
  auto const day = std::chrono::floor<std::chrono::days>(at);
  if (day != day_) {
    auto const text = format_utc(day);
    date_ = text.substr(0, text.find('T') + 1);
    day_ = day;
  }
  auto const millis = int((at - day).count());
  auto const digit = [](int number) { return char('0' + number % 10); };
  int const seconds = millis / 1000, minutes = seconds / 60, hours = minutes / 60;
  std::array const time{digit(hours / 10),        digit(hours),        ':',
                        digit(minutes % 60 / 10), digit(minutes % 60), ':',
                        digit(seconds % 60 / 10), digit(seconds % 60)};
  out.append(date_).append(time.data(), time.size());
  if (int const rest = millis % 1000; rest != 0) {
    std::array const fraction{'.', digit(rest / 100), digit(rest / 10), digit(rest)};
    out.append(fraction.data(), fraction.size());
  }
  out += 'Z';
}

}  // namespace lapwing::exchange
