// SPDX-License-Identifier: Apache-2.0
#include "rules/results.hpp"

#include "rules/label_match.hpp"
#include "series/pool.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace lapwing::rules {
namespace {

using series::Point;
using series::SeriesId;
using Comparison = series::WindowFunction::Comparison;

constexpr auto kAnyNumber = Value::kAnyNumber;

/// Puts each point to the condition: only those where it holds stay, or each becomes 1 or 0.
void apply_condition(std::vector<Point>& points, Condition const& condition, Comparison comparison) {
  auto const holds = [&](Point const& point) {
    return apply(condition.op, point.value, condition.quantity.value) != 0;
  };
  if (comparison == Comparison::kept) {
    std::erase_if(points, [&](Point const& point) { return !holds(point); });
  } else {
    for (auto& point : points) point.value = holds(point) ? 1 : 0;
  }
}

}  // namespace

Results::Results(Expression const& expression) : expression_(expression), tables_(expression.nodes.size()) {}

void Results::take(SeriesId id, series::History const& history) {
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    auto const* const samples = std::get_if<Samples>(&expression_.nodes[i].what);
    bool const is_wanted = samples != nullptr && samples->selector.metric == history.metric(id) &&
                           samples->selector.accepts(history.labels(id));
    if (is_wanted) tables_[i].taken.push_back(id);
  }
}

void Results::build(series::History const& history) {
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    auto& table = tables_[i];
    table.groups.clear();
    auto const& what = expression_.nodes[i].what;
    if (auto const* const samples = std::get_if<Samples>(&what))
      build_samples(table, *samples, history);
    else if (auto const* const across = std::get_if<Across>(&what))
      build_across(table, *across);
    else if (auto const* const binary = std::get_if<Binary>(&what))
      build_binary(table, *binary);
    else
      table.groups.push_back({});
  }
  find_feeds();
}

void Results::build_samples(Table& table, Samples const& samples, series::History const& history) const {
  std::map<Labels, std::size_t> places;
  auto const baseline = samples.baseline();
  auto const add_group = [&](Labels const& labels) -> Group& {
    auto const begins = baseline.empty() ? std::nullopt : history.find(baseline, labels);
    return table.groups.emplace_back(Group{labels, {}, begins});
  };
  for (auto const id : table.taken) {
    auto const& labels = history.labels(id);
    if (!samples.by) {  // a series' labels are its own
      add_group(labels).inputs.push_back(id);
      continue;
    }
    auto const key = samples.by->project(labels);
    auto const [place, is_new] = places.try_emplace(key, table.groups.size());
    if (is_new) add_group(key);
    table.groups[place->second].inputs.push_back(id);
  }
  // In order of labels, not of appearance: which of two samples of one instant is the newer must not hang on a restart.
  for (auto& group : table.groups)
    std::ranges::sort(group.inputs, {}, [&](SeriesId id) -> Labels const& { return history.labels(id); });
}

void Results::build_across(Table& table, Across const& across) const {
  std::map<Labels, std::size_t> places;
  auto const& inner = tables_[across.of].groups;
  for (std::uint32_t i = 0; i < inner.size(); ++i) {
    auto key = across.by.project(inner[i].labels);
    auto const [place, is_new] = places.try_emplace(key, table.groups.size());
    if (is_new) table.groups.push_back({std::move(key), {}});
    table.groups[place->second].inputs.push_back(i);
  }
}

void Results::build_binary(Table& table, Binary const& binary) const {
  LabelMatch left, right;
  auto const& lefts = tables_[binary.left].groups;
  auto const& rights = tables_[binary.right].groups;
  for (auto const& group : lefts) left.add(group.labels);
  for (auto const& group : rights) right.add(group.labels);
  for (auto const* const side : {&lefts, &rights}) {
    for (auto const& group : *side) {
      if (side == &rights && left.has(group.labels)) continue;  // it is there already
      auto const one = left.find(group.labels);
      auto const other = right.find(group.labels);
      if (one && other) table.groups.push_back({group.labels, {*one, *other}});
    }
  }
}

/// From the results down to the series.
void Results::find_feeds() {
  feeds_.clear();
  std::vector<std::vector<std::vector<ResultId>>> fed(tables_.size());  // by node and group: the results it feeds
  for (std::size_t i = 0; i < tables_.size(); ++i) fed[i].resize(tables_[i].groups.size());
  for (ResultId result = 0; result < size(); ++result) fed.back()[result] = {result};
  for (std::size_t i = tables_.size(); i-- > 0;) {
    auto const& what = expression_.nodes[i].what;
    for (std::size_t g = 0; g < tables_[i].groups.size(); ++g) {
      auto const& results = fed[i][g];
      auto const& inputs = tables_[i].groups[g].inputs;
      auto const pass_to = [&](std::size_t node, std::uint32_t group) {
        fed[node][group].insert(fed[node][group].end(), results.begin(), results.end());
      };
      if (auto const* const binary = std::get_if<Binary>(&what)) {
        pass_to(binary->left, inputs[0]);
        pass_to(binary->right, inputs[1]);
      } else if (auto const* const across = std::get_if<Across>(&what)) {
        for (auto const input : inputs) pass_to(across->of, input);
      } else {
        for (auto const input : inputs) {
          for (auto const result : results) feeds_.emplace_back(result, input);
        }
      }
    }
  }
  std::ranges::sort(feeds_);
  auto const twice = std::ranges::unique(feeds_);
  feeds_.erase(twice.begin(), twice.end());
}

Value Results::value(series::History const& history, ResultId result, TimePoint until) const {
  auto value = value_of(tables_.size() - 1, result, history, until);
  // A sum beyond the range of doubles, or a division by zero, tells nothing.
  if (value.number && !std::isfinite(*value.number)) value.number.reset();
  return value;
}

Value Results::value_of(std::size_t node, std::uint32_t group, series::History const& history, TimePoint until) const {
  auto const& what = expression_.nodes[node].what;
  auto const& inputs = tables_[node].groups[group].inputs;
  if (auto const* const samples = std::get_if<Samples>(&what))
    return value_of(*samples, tables_[node].groups[group], history, until);
  if (auto const* const number = std::get_if<Number>(&what)) return {number->quantity.value, kAnyNumber};
  if (auto const* const binary = std::get_if<Binary>(&what)) {
    auto const left = value_of(binary->left, inputs[0], history, until);
    auto const right = value_of(binary->right, inputs[1], history, until);
    auto const samples = std::min(left.samples, right.samples);
    if (!left.number || !right.number) return {std::nullopt, samples};
    return {apply(binary->op, *left.number, *right.number), samples};
  }
  auto const& across = std::get<Across>(what);
  bool const only_where_it_holds =
      is_comparison(expression_.nodes[across.of]) && across.function->comparison == Comparison::kept;
  std::vector<Point> values;
  std::size_t samples = kAnyNumber;
  for (auto const input : inputs) {
    auto const one = value_of(across.of, input, history, until);
    samples = std::min(samples, one.samples);
    if (one.number && !(only_where_it_holds && *one.number == 0)) values.push_back({until, *one.number});
  }
  return {across.function->apply({values, until}), samples};
}

std::span<Point const> Results::points_of(Samples const& samples, Group const& group, series::History const& history,
                                          TimePoint until) const {
  auto const points = series::pool(history, group.inputs, samples.window, until, room_);
  if (!group.baseline) return points;
  auto const anew = history.last(*group.baseline, 1, until);
  if (anew.empty()) return points;
  return {std::ranges::lower_bound(points, anew.front().at, {}, &Point::at), points.end()};
}

Value Results::value_of(Samples const& samples, Group const& group, series::History const& history,
                        TimePoint until) const {
  auto points = points_of(samples, group, history, until);
  if (samples.function == nullptr)
    return {points.empty() ? std::nullopt : std::optional(points.back().value), kAnyNumber};
  auto const count = points.size();
  if (samples.condition) {
    if (points.data() != room_.data()) room_.assign(points.begin(), points.end());
    apply_condition(room_, *samples.condition, samples.function->comparison);
    points = room_;
  }
  return {samples.function->apply({points, until, samples.ahead}), count};
}

std::vector<SeriesId> Results::series_of(ResultId result) const {
  std::vector<SeriesId> out;
  for (auto const& [one, id] : std::ranges::equal_range(feeds_, result, {}, &std::pair<ResultId, SeriesId>::first))
    out.push_back(id);
  return out;
}

std::vector<Point> Results::window(series::History const& history, ResultId result, std::size_t count,
                                   TimePoint until) const {
  auto const* const samples = std::get_if<Samples>(&expression_.whole().what);
  if (samples == nullptr || samples->function == nullptr) return trail(history, result, count, until);
  auto const points = points_of(*samples, tables_.back().groups[result], history, until);
  return {points.begin(), points.end()};
}

std::vector<Point> Results::trail(series::History const& history, ResultId result, std::size_t count,
                                  TimePoint until) const {
  auto const ids = series_of(result);
  if (std::holds_alternative<Samples>(expression_.whole().what)) {
    auto const points = series::pool(history, ids, {count, {}}, until, room_);
    return {points.begin(), points.end()};
  }
  std::set<TimePoint> instants;
  for (auto const id : ids) {
    for (auto const& point : history.last(id, count, until)) instants.insert(point.at);
    while (instants.size() > count) instants.erase(instants.begin());
  }
  std::vector<Point> values;
  for (auto const at : instants) {
    if (auto const one = value(history, result, at); one.number) values.push_back({at, *one.number});
  }
  return values;
}

std::optional<SeriesId> Results::newest(series::History const& history, ResultId result, TimePoint until) const {
  std::optional<SeriesId> found;
  TimePoint at;
  for (auto const id : series_of(result)) {
    auto const last = history.last(id, 1, until);
    if (last.empty()) continue;
    bool const is_newer = !found || last.front().at > at;
    bool const tells_more = found && last.front().at == at && history.note(*found).empty() && !history.note(id).empty();
    if (!is_newer && !tells_more) continue;
    found = id;
    at = last.front().at;
  }
  return found;
}

}  // namespace lapwing::rules
