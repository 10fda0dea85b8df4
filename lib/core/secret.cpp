// SPDX-License-Identifier: Apache-2.0
#include "core/secret.hpp"

#include <algorithm>

namespace lapwing {

void Redactor::add(std::string_view secret) {
  if (secret.size() < 6 || std::ranges::find(secrets_, secret) != secrets_.end()) return;
  secrets_.emplace_back(secret);
}

std::string Redactor::redact(std::string_view text) const {
  // All occurrences are found before any is replaced, and those that overlap are one: no end of a second one stays
  // behind.
  std::vector<std::pair<std::size_t, std::size_t>> hidden;
  for (auto const& secret : secrets_) {
    for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at + 1))
      hidden.emplace_back(at, at + secret.size());
  }
  std::ranges::sort(hidden);
  std::string out;
  std::size_t done = 0;
  for (auto const& [begin, end] : hidden) {
    if (begin >= done) out.append(text, done, begin - done).append("***");
    done = std::max(done, end);
  }
  return out.append(text, done);
}

}  // namespace lapwing
