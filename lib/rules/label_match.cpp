// SPDX-License-Identifier: Apache-2.0
#include "rules/label_match.hpp"

#include <algorithm>

namespace lapwing::rules {

void LabelMatch::add(Labels const& labels) {
  sets_.emplace(labels, std::uint32_t(sets_.size()));
  std::vector<std::string> names;
  for (auto const& [name, value] : labels.pairs()) names.push_back(name);
  auto& shapes = shapes_[names.size()];
  if (std::ranges::find(shapes, names) == shapes.end()) shapes.push_back(std::move(names));
}

std::optional<std::uint32_t> LabelMatch::find(Labels const& labels) const {
  for (auto const& [size, shapes] : shapes_) {
    if (size > labels.pairs().size()) continue;
    for (auto const& names : shapes) {
      Labels part;
      for (auto const& name : names) part.set(name, labels.get(name));
      if (part.pairs().size() != size) continue;
      if (auto const found = sets_.find(part); found != sets_.end()) return found->second;
    }
  }
  return std::nullopt;
}

}  // namespace lapwing::rules
