// SPDX-License-Identifier: Apache-2.0
#include "core/labels.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace lapwing {

Labels::Labels(std::initializer_list<Pair> pairs) {
  for (auto const& [name, value] : pairs) set(name, value);
}

void Labels::set(std::string_view name, std::string_view value) {
  auto const at = std::ranges::lower_bound(pairs_, name, {}, &Pair::first);
  bool const present = at != pairs_.end() && at->first == name;
  if (value.empty()) {
    if (present) pairs_.erase(at);
    return;
  }
  auto clean = printable(value, 200);
  if (present)
    at->second = std::move(clean);
  else
    pairs_.emplace(at, std::string(name), std::move(clean));
}

std::string_view Labels::get(std::string_view name) const {
  auto const at = std::ranges::lower_bound(pairs_, name, {}, &Pair::first);
  return at != pairs_.end() && at->first == name ? std::string_view(at->second) : std::string_view{};
}

std::string Labels::to_string() const {
  if (pairs_.empty()) return "";
  std::string out = "{";
  for (auto const& [name, value] : pairs_) {
    if (out.size() > 1) out += ", ";
    out += name + "=\"";
    for (char const c : value) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + "}";
}

Labels Labels::from_string(std::string_view text) {
  Labels labels;
  while (!text.empty()) {
    auto const start = text.find_first_not_of("{, ");
    auto const equals = text.find("=\"");
    if (start == text.npos || equals == text.npos || equals < start) break;
    std::string const name(text.substr(start, equals - start));
    std::string value;
    std::size_t i = equals + 2;
    for (; i < text.size() && text[i] != '"'; ++i) {
      if (text[i] == '\\' && i + 1 < text.size()) ++i;
      value += text[i];
    }
    labels.set(name, value);
    text.remove_prefix(std::min(i + 1, text.size()));
  }
  return labels;
}

}  // namespace lapwing
