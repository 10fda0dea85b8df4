// SPDX-License-Identifier: Apache-2.0
#include "notify/notification.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace lapwing::notify {

bool is_over(Item const& item) { return item.what == What::recovered || item.what == What::ended; }

Level worst(Notification const& what) {
  Level level = Level::ok;
  for (auto const& item : what.items) level = std::max(level, item.level);
  return level;
}

void Tally::add(What what, Level level) {
  if (what == What::recovered)
    ++recovered;
  else if (what == What::ended)
    ++ended;
  else if (what == What::test)
    ++tests;
  else
    ++at_level[std::size_t(level)];
}

std::size_t Tally::total() const {
  return std::accumulate(at_level.begin(), at_level.end(), std::size_t{0}) + recovered + ended + tests;
}

std::string Tally::to_string() const {
  std::string out;
  auto const add = [&](std::size_t number, std::string_view word) {
    if (number == 0) return;
    if (!out.empty()) out += ", ";
    out += std::to_string(number) + " " + std::string(word);
  };
  for (auto const level : {Level::critical, Level::warning, Level::info})
    add(at_level[std::size_t(level)], name_of(level));
  add(recovered, "recovered");
  add(ended, "closed");
  add(tests, "test");
  return out;
}

Tally tally(Notification const& what) {
  auto out = what.more;
  for (auto const& item : what.items) out.add(item.what, item.level);
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
