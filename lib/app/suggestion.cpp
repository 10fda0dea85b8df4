// SPDX-License-Identifier: Apache-2.0
#include "app/suggestion.hpp"

#include "series/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>
#include <span>
#include <stdexcept>

namespace lapwing::app {
namespace {

struct Share {
  std::string_view name;
  double low;   // below it for `when: below`
  double high;  // above it for `when: above`
};
constexpr std::array kBelow{Share{"1st", 0.01, 0}, Share{"5th", 0.05, 0}, Share{"10th", 0.10, 0}};
constexpr std::array kAbove{Share{"99th", 0, 0.99}, Share{"95th", 0, 0.95}, Share{"90th", 0, 0.90}};
constexpr std::array kOutside{Share{"1st to 99th", 0.01, 0.99}, Share{"5th to 95th", 0.05, 0.95},
                              Share{"10th to 90th", 0.10, 0.90}};

/// Every value that a result had at one of its samples, with enough of them to be judged.
std::vector<series::Point> values_of(rules::Rule const& rule, series::History const& history, TimePoint until) {
  auto const alone = rules::alone(rule);
  rules::Evaluator const evaluator(alone, history);
  auto const& results = evaluator.results(0);
  std::set<std::pair<TimePoint, rules::ResultId>> instants;
  for (auto const& [result, id] : results.feeds()) {
    for (auto const& point : history.last(id, std::size_t(-1), until)) instants.emplace(point.at, result);
  }
  std::vector<series::Point> values;
  for (auto const& [at, result] : instants) {
    auto const value = results.value(history, result, at);
    if (value.number && value.samples >= rule.min_samples) values.push_back({at, *value.number});
  }
  return values;
}

std::string digits(double value) {
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(), std::abs(value) >= 1e4 ? "%.0f" : "%.4g", value);
  std::string out = text.data();
  if (out.find('e') == out.npos) return out;
  std::snprintf(text.data(), text.size(), "%.8f", value);  // near nothing
  return text.data();
}

struct Scale {
  double factor;
  std::string_view suffix;
};

/// In the largest of the scales that the value fills twice; the first is the smallest.
std::string scaled(double value, std::span<Scale const> scales) {
  auto best = scales.front();
  for (auto const& scale : scales) {
    if (std::abs(value) >= 2 * scale.factor) best = scale;
  }
  return digits(value / best.factor) + std::string(best.suffix);
}

double read_back(std::string const& text, Unit unit) {
  auto const parsed = parse_quantity(text);
  auto const value = parsed ? as(*parsed, unit) : std::nullopt;
  if (!value) throw std::logic_error("as_written: '" + text + "' is no " + std::string(describe(unit)));
  return *value;
}

}  // namespace

std::string as_written(double value, Unit unit) {
  constexpr std::array kTimes{Scale{1, "s"}, Scale{60, "m"}, Scale{3600, "h"}, Scale{86400, "d"}};
  constexpr std::array kSizes{Scale{1, "B"}, Scale{1e3, "kB"}, Scale{1e6, "MB"}, Scale{1e9, "GB"}, Scale{1e12, "TB"}};
  switch (unit) {
    case Unit::ratio:
      return digits(value * 100) + "%";
    case Unit::points:
      return digits(value * 100) + "pp";
    case Unit::duration:
      return scaled(value, kTimes);
    case Unit::bytes:
      return scaled(value, kSizes);
    case Unit::runs:
      return digits(std::round(value)) + " runs";
    case Unit::count:
    case Unit::number:
      return digits(value);
  }
  throw std::logic_error("as_written: unknown Unit");
}

Result<Suggestions> suggest(rules::Rule const& rule, notify::Routes const& routes, Past const& past, TimePoint until) {
  using rules::When;
  if (rule.when == When::equals || rule.when == When::differs)
    return Error{ErrorKind::invalid, "'" + rule.id + "' compares for equality; there is no more or less to suggest"};
  auto const values = values_of(rule, past.samples, until);
  if (values.empty()) return Error{ErrorKind::not_found, "the store holds no value of '" + rule.watch.text + "' yet"};
  Suggestions out;
  out.values = values.size();
  out.first = values.front().at;
  out.last = values.back().at;
  auto const unit = rule.watch.unit;
  auto const& shares = rule.when == When::below ? kBelow : rule.when == When::above ? kAbove : kOutside;
  for (auto const& [name, low, high] : shares) {
    auto const at_low = as_written(*series::quantile_of(values, low), unit);
    auto const at_high = as_written(*series::quantile_of(values, high), unit);
    bool const is_range = rule.when == When::outside;
    auto const text = is_range ? at_low + ".." + at_high : rule.when == When::below ? at_low : at_high;
    auto one = rule;
    one.bounds = {};
    one.recover.reset();
    one.bounds[std::size_t(Level::warning)] =
        rules::Bound{read_back(rule.when == When::above ? at_high : at_low, unit),
                     read_back(rule.when == When::below ? at_low : at_high, unit)};
    auto played = backtest(rules::alone(one), routes, past, out.first, until);
    out.list.push_back({std::string(name), text, std::move(played.alerts.front())});
  }
  return out;
}

}  // namespace lapwing::app
