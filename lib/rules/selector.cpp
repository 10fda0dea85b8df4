// SPDX-License-Identifier: Apache-2.0
#include "rules/selector.hpp"

#include "core/text.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <stdexcept>

namespace lapwing::rules {

std::vector<std::string_view> label_names(std::string_view list) {
  std::vector<std::string_view> names;
  if (list.empty()) return names;
  for (auto part : split(list, ',')) {
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

bool Matcher::operator==(Matcher const& other) const {
  return label == other.label && op == other.op && value == other.value;
}

bool Selector::accepts(Labels const& labels) const { return accept(matchers, labels); }

bool accept(std::vector<Matcher> const& matchers, Labels const& labels) {
  return std::ranges::all_of(matchers, [&](Matcher const& one) { return one.accepts(labels); });
}

Labels plain_labels(std::vector<Matcher> const& matchers) {
  Labels labels;
  for (auto const& matcher : matchers) {
    if (matcher.op == Matcher::Op::equal) labels.set(matcher.label, matcher.value);
  }
  return labels;
}

}  // namespace lapwing::rules
