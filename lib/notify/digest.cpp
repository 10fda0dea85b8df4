// SPDX-License-Identifier: Apache-2.0
#include "notify/digest.hpp"

#include "notify/wording.hpp"

#include <algorithm>
#include <numeric>

namespace lapwing::notify {

Split split_items(std::span<std::size_t const> full, std::span<std::size_t const> lines, Room room) {
  std::size_t rest = std::accumulate(lines.begin(), lines.end(), std::size_t{0});  // of the lines not told in full
  std::size_t used = 0;
  Split split{0, 0};
  for (; split.full < full.size(); ++split.full) {
    auto const after = rest - lines[split.full];
    auto const reserved = after == 0 ? 0 : std::min(room.frame + after, room.digest);
    if (split.full > 0 && used + full[split.full] + reserved > room.message) break;
    used += full[split.full];
    rest = after;
  }
  if (split.full == lines.size() || used + room.frame > room.message) return split;
  auto space = std::min(room.digest, room.message - used) - room.frame;
  for (auto const line : lines.subspan(split.full)) {
    if (line > space) break;
    space -= line;
    ++split.named;
  }
  return split;
}

std::string counted(std::size_t items) {
  return items == 0 ? "" : "and " + std::to_string(items) + " more: see `lapwing alerts`";
}

std::string short_text(Notification const& what, std::string (*escape)(std::string_view text, std::size_t limit)) {
  constexpr std::size_t limit = 500, for_headline = 200, for_line = 180, for_count = 60;
  std::string out = escape(headline(what), for_headline);
  std::size_t used = count_characters(out);
  std::size_t named = 0;
  for (auto const& item : what.items) {
    auto const line = escape(line_of(item), for_line);
    auto const size = count_characters(line) + 1;
    if (used + size + for_count > limit) break;
    out += "\n" + line;
    used += size;
    ++named;
  }
  if (named < what.items.size()) out += "\n" + counted(what.items.size() - named);
  return out;
}

}  // namespace lapwing::notify
