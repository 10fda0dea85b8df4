// SPDX-License-Identifier: Apache-2.0
#include "notify/digest.hpp"

#include "notify/wording.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace lapwing::notify {
namespace {

/// Whether two neighbours can share a line.
bool is_alike(Item const& one, Item const& other) {
  return one.alert == other.alert && one.threshold == other.threshold && one.level == other.level &&
         one.what == other.what && one.before == other.before;
}

}  // namespace

std::vector<DigestLine> digest_lines(std::span<Item const> items, Escape escape) {
  std::vector<DigestLine> lines;
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto const& item = items[i];
    bool const goes_on = i > 0 && is_alike(items[i - 1], item);
    bool const is_shared = goes_on || (i + 1 < items.size() && is_alike(item, items[i + 1]));
    auto const opening = is_shared ? group_of(item) + ": " + member_of(item) : line_of(item);
    lines.push_back({escape(opening, Show::line), goes_on ? " · " + escape(member_of(item), Show::member) : ""});
  }
  return lines;
}

std::vector<std::string> blocks_of(std::span<DigestLine const> lines, std::size_t limit,
                                   std::size_t (*measure)(std::string_view)) {
  std::vector<std::string> blocks;
  std::size_t used = 0;
  for (auto const& line : lines) {
    auto next = line.following.empty() ? "\n" + line.opening : line.following;
    if (blocks.empty() || used + measure(next) > limit) {
      blocks.emplace_back();
      next = line.opening;
      used = 0;
    }
    blocks.back() += next;
    used += measure(next);
  }
  return blocks;
}

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

Layout lay_out(Notification const& what, std::span<std::size_t const> full, Escape escape,
               std::size_t (*measure)(std::string_view), Room room) {
  auto lines = digest_lines(what.items, escape);
  std::vector<std::size_t> sizes;
  for (auto const& line : lines)  // with a line break, where it begins one
    sizes.push_back(measure(line.following.empty() ? line.opening : line.following) + 1);
  auto const split = split_items(full, sizes, room);
  Layout out{.full = split.full, .in_short = {}, .told = split.full + split.named, .count = {}};
  for (auto const& item : std::span(what.items).subspan(split.full, split.named))
    out.level = std::max(out.level, item.level);
  auto const first = lines.begin() + std::ptrdiff_t(split.full);
  out.in_short.assign(std::make_move_iterator(first), std::make_move_iterator(first + std::ptrdiff_t(split.named)));
  out.count = counted(what.items.size() - out.told + what.more.total(), what);
  return out;
}

std::string counted(std::size_t items, Notification const& what) {
  if (items == 0) return "";
  return what.is_edit ? "and " + std::to_string(items) + " more: see `lapwing alerts`"
                      : std::to_string(items) + " more follow";
}

ShortText short_text(Notification const& what, Escape escape) {
  constexpr std::size_t limit = 500, for_headline = 200, for_line = 180, for_count = 60;
  ShortText out{escape(headline(what), for_headline), 0};
  std::size_t used = count_characters(out.text);
  for (auto const& item : what.items) {
    auto const line = escape(line_of(item), for_line);
    auto const size = count_characters(line) + 1;
    if (used + size + for_count > limit) break;
    out.text += "\n" + line;
    used += size;
    ++out.told;
  }
  auto const rest = what.items.size() + what.more.total() - out.told;
  if (rest > 0) out.text += "\n" + counted(rest, what);
  return out;
}

}  // namespace lapwing::notify
