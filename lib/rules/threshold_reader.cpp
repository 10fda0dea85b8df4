// SPDX-License-Identifier: Apache-2.0
#include "rules/threshold_reader.hpp"

#include "core/text.hpp"

namespace lapwing::rules {
namespace {

using config::MapReader;
using config::Value;

/// "65%", or for `outside` "360..370".
std::optional<Bound> read_bound(MapReader& map, std::string_view key, When when, Unit unit) {
  auto const* const value = map.raw(key);
  if (value == nullptr) return std::nullopt;
  if (when != When::outside) {
    auto const number = map.quantity(key, unit);
    if (!number) return std::nullopt;
    return Bound{*number, *number};
  }
  auto const dots = value->text.find("..");
  if (value->kind != Value::Kind::scalar || dots == std::string::npos) {
    map.problem(key, std::string(key) + " of an alert `when: outside` is a range such as 360..370");
    return std::nullopt;
  }
  auto const low = parse_quantity(value->text.substr(0, dots));
  auto const high = parse_quantity(value->text.substr(dots + 2));
  auto const from = low ? as(*low, unit) : std::nullopt;
  auto const to = high ? as(*high, unit) : std::nullopt;
  if (!from || !to || *from > *to) {
    map.problem(key, std::string(key) + " must be a range from low to high, each " + std::string(describe(unit)));
    return std::nullopt;
  }
  map.show(key, value->text);
  return Bound{*from, *to};
}

/// A worse level must not be easier to reach than a milder one: it could never be, or would hide the other.
bool in_order(When when, Bound milder, Bound worse) {
  switch (when) {
    case When::below:
      return worse.low <= milder.low;
    case When::above:
      return worse.high >= milder.high;
    case When::outside:
      return worse.low <= milder.low && worse.high >= milder.high;
    case When::equals:
    case When::differs:
      return true;
  }
  return true;
}

/// A quotient of two alike is a number, or a share where its thresholds are written so: 1.5 or 150%.
void choose_unit_of_quotient(MapReader& map, Rule& rule) {
  for (auto const key : {"info", "warning", "critical", "recover"}) {
    auto const* const value = map.raw(key);
    if (value != nullptr && value->text.find('%') != std::string::npos) rule.watch.unit = Unit::ratio;
  }
}

void read_bounds(MapReader& map, Rule& rule) {
  std::optional<Level> milder;
  bool any = false;
  for (auto const level : kAlertLevels) {
    any = any || map.has(name_of(level));
    auto& bound = rule.bounds[std::size_t(level)];
    bound = read_bound(map, name_of(level), rule.when, rule.watch.unit);
    if (!bound) continue;
    if (milder && !in_order(rule.when, *rule.bounds[std::size_t(*milder)], *bound)) {
      map.problem(name_of(level), std::string(name_of(level)) + " (" + threshold_text(rule, level) +
                                      ") must lie beyond " + std::string(name_of(*milder)) + " (" +
                                      threshold_text(rule, *milder) + "), or it is reached first");
    }
    milder = level;
  }
  if (!any) map.reading().problems.add(map.place(), map.where() + " needs a threshold: info, warning or critical");
}

void read_recover(MapReader& map, Rule& rule) {
  bool const one_sided = rule.when == When::below || rule.when == When::above;
  if (map.has("recover") && !one_sided) {
    map.raw("recover");
    map.problem("recover", "recover goes with `when: below` and `when: above` only");
    return;
  }
  rule.recover = map.quantity("recover", rule.watch.unit);
  if (rule.recover && level_of(rule, *rule.recover) != Level::ok) {
    map.problem("recover", "recover (" + format_quantity(*rule.recover, rule.watch.unit) +
                               ") must lie on the good side of the thresholds, or the alert could never clear");
  }
}

}  // namespace

void read_thresholds(MapReader& map, Rule& rule) {
  if (rule.watch.whole().is_quotient) choose_unit_of_quotient(map, rule);
  read_bounds(map, rule);
  read_recover(map, rule);
}

}  // namespace lapwing::rules
