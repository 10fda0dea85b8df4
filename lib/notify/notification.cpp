// SPDX-License-Identifier: Apache-2.0
#include "notify/notification.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace lapwing::notify {

bool is_over(Item const& item) { return item.what == What::recovered || item.what == What::ended; }

void sort_worst_first(std::vector<Item>& items) {
  std::ranges::stable_sort(
      items, {}, [](Item const& item) { return std::tuple(is_over(item), -static_cast<int>(item.level), item.since); });
}

Level worst(Notification const& what) {
  Level level = Level::ok;
  for (auto const& item : what.items) level = std::max(level, item.level);
  return level;
}

std::string tally(Notification const& what) {
  auto const count = [&](auto&& counts) { return std::ranges::count_if(what.items, counts); };
  std::string out;
  auto const add = [&](std::ptrdiff_t number, std::string_view word) {
    if (number == 0) return;
    if (!out.empty()) out += ", ";
    out += std::to_string(number) + " " + std::string(word);
  };
  for (auto const level : {Level::critical, Level::warning, Level::info}) {
    add(count([&](Item const& item) { return !is_over(item) && item.what != What::test && item.level == level; }),
        name_of(level));
  }
  add(count([](Item const& item) { return item.what == What::recovered; }), "recovered");
  add(count([](Item const& item) { return item.what == What::ended; }), "closed");
  add(count([](Item const& item) { return item.what == What::test; }), "test");
  return out;
}

std::string_view icon(Level level) {
  switch (level) {
    case Level::ok:
      return "🟢";
    case Level::info:
      return "🔵";
    case Level::warning:
      return "🟡";
    case Level::critical:
      return "🔴";
  }
  throw std::logic_error("icon: unknown level");
}

std::uint32_t colour(Level level) {
  switch (level) {
    case Level::ok:
      return 0x2ECC71;
    case Level::info:
      return 0x3498DB;
    case Level::warning:
      return 0xF1C40F;
    case Level::critical:
      return 0xE74C3C;
  }
  throw std::logic_error("colour: unknown level");
}

std::string place_of(Item const& item) {
  auto const& pairs = item.labels.pairs();
  if (pairs.size() == 1) return pairs.front().second;
  std::string out;
  for (auto const& [name, value] : pairs) out += (out.empty() ? "" : ", ") + name + "=" + value;
  return out;
}

}  // namespace lapwing::notify
