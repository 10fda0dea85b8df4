// SPDX-License-Identifier: Apache-2.0
#include "series/history.hpp"

#include <algorithm>

namespace lapwing::series {

SeriesId History::intern(std::string_view metric, Labels const& labels) {
  auto const [found, is_new] = by_key_.try_emplace({std::string(metric), labels}, SeriesId(series_.size()));
  if (is_new) {
    series_.push_back({std::string(metric), labels, {}, {}, {}});
    by_metric_[std::string(metric)].push_back(found->second);
  }
  return found->second;
}

std::optional<SeriesId> History::find(std::string_view metric, Labels const& labels) const {
  auto const found = by_key_.find({std::string(metric), labels});
  return found == by_key_.end() ? std::nullopt : std::optional(found->second);
}

SeriesId History::add(Sample const& sample) {
  auto const id = intern(sample.metric, sample.labels);
  auto& one = series_[id];
  bool const newest = one.points.empty() || one.points.back().at <= sample.at;
  add(id, Point{sample.at, sample.value});
  if (newest) set_evidence(id, sample.note, sample.links);
  return id;
}

void History::set_evidence(SeriesId id, Untrusted note, std::vector<Link> links) {
  series_[id].note = std::move(note);
  series_[id].links = std::move(links);
}

void History::add(SeriesId id, Point point) {
  auto& one = series_[id];
  // In steps of an eighth: what a vector doubles would stand empty for half its life.
  if (one.points.size() == one.points.capacity())
    one.points.reserve(one.points.size() + std::max<std::size_t>(8, one.points.size() / 8));
  if (one.points.empty() || one.points.back().at < point.at) {
    one.points.push_back(point);
    return;
  }
  auto const place = std::ranges::lower_bound(one.points, point.at, {}, &Point::at);
  if (place->at == point.at)
    place->value = point.value;
  else
    one.points.insert(place, point);
}

/// Cuts in large steps, so that the cost of moving is paid once per many samples.
void History::trim(SeriesId id, Horizon const& horizon) {
  auto& one = series_[id];
  if (one.points.size() < 2 * horizon.points + 32) return;
  auto const oldest_wanted =
      std::ranges::lower_bound(one.points, one.points.back().at - horizon.length, {}, &Point::at);
  auto const by_count = one.points.end() - std::ptrdiff_t(horizon.points);
  auto const keep_from = std::min(oldest_wanted, by_count);
  if (keep_from - one.points.begin() < 32) return;
  one.points.erase(one.points.begin(), keep_from);
}

std::span<SeriesId const> History::of_metric(std::string_view metric) const {
  auto const found = by_metric_.find(metric);
  return found == by_metric_.end() ? std::span<SeriesId const>{} : found->second;
}

std::span<Point const> History::up_to(SeriesId id, TimePoint until) const {
  auto const& points = series_[id].points;
  if (points.empty() || points.back().at <= until) return points;
  return {points.begin(), std::ranges::upper_bound(points, until, {}, &Point::at)};
}

std::span<Point const> History::last(SeriesId id, std::size_t count, TimePoint until) const {
  auto const known = up_to(id, until);
  return known.last(std::min(count, known.size()));
}

std::span<Point const> History::range(SeriesId id, Duration length, TimePoint until) const {
  auto const known = up_to(id, until);
  return {std::ranges::upper_bound(known, until - length, {}, &Point::at), known.end()};
}

std::span<Point const> History::in(SeriesId id, Window const& window, TimePoint until) const {
  return window.length ? range(id, *window.length, until) : last(id, window.runs, until);
}

}  // namespace lapwing::series
