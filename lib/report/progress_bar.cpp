// SPDX-License-Identifier: Apache-2.0
#include "report/progress_bar.hpp"

#include <algorithm>

namespace lapwing::report {

std::string progress_bar(std::size_t done, std::size_t total, std::size_t cells) {
  auto const full = total == 0 ? cells : std::min(done, total) * cells / total;
  std::string out = "▕";
  for (std::size_t i = 0; i < cells; ++i) out += i < full ? "█" : " ";
  return out + "▏";
}

}  // namespace lapwing::report
