// SPDX-License-Identifier: Apache-2.0
#include "rules/selector.hpp"

#include "core/catalogue.hpp"
#include "core/text.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <stdexcept>

namespace lapwing::rules {

std::vector<std::string_view> label_names(Metric const& metric) {
  std::vector<std::string_view> names;
  if (metric.labels.empty()) return names;
  for (auto part : split(metric.labels, ',')) {
    part = trim(part);
    if (part.starts_with('[')) part = part.substr(1, part.size() - 2);
    names.push_back(part);
  }
  return names;
}

bool Matcher::accepts(Labels const& labels) const {
  auto const actual = labels.get(label);
  switch (op) {
    case Op::equal:
      return actual == value;
    case Op::not_equal:
      return actual != value;
    case Op::matches:
      return re2::RE2::FullMatch({actual.data(), actual.size()}, *regex);
    case Op::not_matches:
      return !re2::RE2::FullMatch({actual.data(), actual.size()}, *regex);
  }
  throw std::logic_error("Matcher: unknown op");
}

bool Selector::accepts(Labels const& labels) const {
  return std::ranges::all_of(matchers, [&](Matcher const& one) { return one.accepts(labels); });
}

}  // namespace lapwing::rules
