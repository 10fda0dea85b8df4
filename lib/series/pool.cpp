// SPDX-License-Identifier: Apache-2.0
#include "series/pool.hpp"

#include <algorithm>
#include <tuple>

namespace lapwing::series {
namespace {

/// What is left of one series, from the newest end.
struct Head {
  std::span<Point const> left;
  std::size_t order;

  bool operator<(Head const& other) const {
    return std::tuple(left.back().at, order) < std::tuple(other.left.back().at, other.order);
  }
};

}  // namespace

std::span<Point const> pool(History const& history, std::span<SeriesId const> ids, Window const& window,
                            TimePoint until, std::vector<Point>& room) {
  if (ids.size() == 1) return history.in(ids.front(), window, until);
  std::vector<Head> heads;
  std::size_t total = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto const points = history.in(ids[i], window, until);
    if (points.empty()) continue;
    heads.push_back({points, i});
    total += points.size();
  }
  if (!window.length) total = std::min(total, window.runs);
  room.resize(total);
  // From the newest back, so that of many series no more is touched than is wanted.
  std::make_heap(heads.begin(), heads.end());
  for (auto place = room.rbegin(); place != room.rend(); ++place) {
    std::pop_heap(heads.begin(), heads.end());
    auto& newest = heads.back();
    *place = newest.left.back();
    newest.left = newest.left.first(newest.left.size() - 1);
    if (newest.left.empty())
      heads.pop_back();
    else
      std::push_heap(heads.begin(), heads.end());
  }
  return room;
}

}  // namespace lapwing::series
