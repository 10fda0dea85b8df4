// SPDX-License-Identifier: Apache-2.0
#include "report/figures.hpp"

#include "series/pool.hpp"
#include "series/statistics.hpp"

#include <algorithm>
#include <set>

namespace lapwing::report {
namespace {

/// A chart of a report needs no more.
constexpr std::size_t kMostPoints = 400;

struct Drawn {
  std::optional<double> value;
  std::size_t n = 0;
};

Drawn draw_from(Material const& material, Group const& group, Draw draw, Period const& period) {
  if (draw == Draw::newest) {
    auto const newest = newest_in(material.history, group.ids, period);
    return newest ? Drawn{newest->value, 1} : Drawn{};
  }
  auto const points = points_in(material.history, group.ids, period);
  switch (draw) {
    case Draw::mean:
      return {series::mean_of(points), points.size()};
    case Draw::median:
      return {series::quantile_of(points, 0.5), points.size()};
    default:
      return {series::sum_of(points), points.size()};
  }
}

/// Every so many of them, the newest among them.
std::vector<series::Point> thinned(std::vector<series::Point> points) {
  if (points.size() <= kMostPoints) return points;
  auto const step = (points.size() + kMostPoints - 1) / kMostPoints;
  std::vector<series::Point> out;
  for (auto i = (points.size() - 1) % step; i < points.size(); i += step) out.push_back(points[i]);
  return out;
}

}  // namespace

std::vector<Group> group_by(series::History const& history, std::string_view metric,
                            std::vector<std::string_view> const& labels,
                            std::function<bool(Labels const&)> const& filter) {
  std::map<Labels, Group> groups;
  for (auto const id : history.of_metric(metric)) {
    auto const& all = history.labels(id);
    if (filter && !filter(all)) continue;
    Labels key;
    for (auto const name : labels) key.set(name, all.get(name));
    auto& group = groups[key];
    group.labels = key;
    group.ids.push_back(id);
  }
  std::vector<Group> out;
  for (auto& [key, group] : groups) {
    for (auto const name : labels) {
      bool const differs = std::ranges::any_of(
          groups, [&, &mine = key](auto const& one) { return one.first.get(name) != mine.get(name); });
      if (differs) group.place += (group.place.empty() ? "" : " ") + std::string(key.get(name));
    }
    if (group.place.empty() && !labels.empty()) group.place = std::string(key.get(labels.back()));
    out.push_back(std::move(group));
  }
  return out;
}

std::vector<series::Point> points_in(series::History const& history, std::span<series::SeriesId const> ids,
                                     Period const& period) {
  std::vector<series::Point> room;
  series::Window const window{.length = period.until - period.from};
  auto const points = series::pool(history, ids, window, period.until, room);
  return {points.begin(), points.end()};
}

std::optional<series::Point> newest_in(series::History const& history, std::span<series::SeriesId const> ids,
                                       Period const& period) {
  std::optional<series::Point> newest;
  for (auto const id : ids) {
    auto const last = history.last(id, 1, period.until);
    if (!last.empty() && (!newest || last.front().at > newest->at)) newest = last.front();
  }
  return newest;
}

Figure figure_of(Material const& material, std::string_view metric, std::string name, Group const& group, Draw draw) {
  auto const* const known = find_metric(metric);
  Figure out;
  out.id = std::string(metric);
  out.name = std::move(name);
  out.place = group.place;
  out.labels = group.labels;
  out.unit = known->unit;
  out.better = known->better;
  auto const now = draw_from(material, group, draw, material.period);
  auto const before = draw_from(material, group, draw, material.previous);
  out.value = now.value;
  out.n = now.n;
  out.previous = before.value;
  out.previous_n = before.n;
  out.points = thinned(points_in(material.history, group.ids, material.period));
  if ((draw == Draw::mean || draw == Draw::median) && out.n > 0 && out.n < kFew) out.note = "few runs";
  hold_against_target(out, material, metric);
  return out;
}

void hold_against_target(Figure& figure, Material const& material, std::string_view metric) {
  if (figure.value) figure.standing = Standing::good;
  auto const target = material.targets.find(metric);
  if (target == material.targets.end() || figure.better == Better::neither) return;
  bool const higher = figure.better == Better::higher;
  figure.target = (higher ? "at least " : "at most ") + format_quantity(target->second, figure.unit);
  if (!figure.value) return;
  bool const is_met = higher ? *figure.value >= target->second : *figure.value <= target->second;
  if (!is_met) figure.standing = Standing::watch;
}

}  // namespace lapwing::report
