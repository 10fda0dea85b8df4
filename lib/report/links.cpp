// SPDX-License-Identifier: Apache-2.0
#include "report/links.hpp"

#include <array>
#include <cstdio>

namespace lapwing::report {

std::string link_target(std::string_view url) {
  constexpr std::string_view special = "\"'()<>[]\\`{}|^*";
  constexpr std::size_t longest = 2000;
  if (!url.starts_with("https://") && !url.starts_with("http://")) return "";
  if (url.size() > longest || url.size() == url.find("://") + 3) return "";
  std::string out;
  for (char const c : url) {
    auto const byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F && special.find(c) == special.npos) {
      out += c;
      continue;
    }
    std::array<char, 4> encoded{};
    std::snprintf(encoded.data(), encoded.size(), "%%%02X", unsigned(byte));
    out += encoded.data();
  }
  return out;
}

}  // namespace lapwing::report
