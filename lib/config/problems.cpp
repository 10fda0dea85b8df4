// SPDX-License-Identifier: Apache-2.0
#include "config/problems.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace lapwing::config {

std::string Place::to_string() const {
  std::string out = file ? *file : "?";
  if (line > 0) out += ":" + std::to_string(line) + ":" + std::to_string(column);
  return out;
}

void Problems::add(Place place, std::string what) {
  constexpr std::size_t most = 100;
  if (list_.size() < most) list_.push_back({std::move(place), std::move(what)});
}

std::string Problems::to_string() const {
  auto sorted = list_;
  std::ranges::stable_sort(sorted, {}, [](Problem const& p) {
    return std::tuple(p.place.file ? *p.place.file : std::string(), p.place.line, p.place.column);
  });
  std::string out;
  for (auto const& problem : sorted) out += problem.to_string() + "\n";
  return out;
}

}  // namespace lapwing::config
