// SPDX-License-Identifier: Apache-2.0
#include "rules/rule_file.hpp"

#include "core/catalogue.hpp"
#include "core/text.hpp"
#include "rules/text_template.hpp"

#include <algorithm>

namespace lapwing::rules {
namespace {

using config::MapReader;
using config::Value;

/// For values that are read raw: MapReader shows the others itself.
void show(MapReader const& map, std::string_view key, std::string_view value) {
  auto* const effective = map.reading().effective;
  if (effective != nullptr) effective->push_back(map.where() + "." + std::string(key) + ": " + std::string(value));
}

std::optional<Expression> read_watch(MapReader& map) {
  auto const* const value = map.raw("watch");
  if (value == nullptr) {
    map.reading().problems.add(map.place(),
                               map.where() + " needs the key 'watch': what to look at, e.g. model.accuracy");
    return std::nullopt;
  }
  if (value->kind != Value::Kind::scalar) {
    map.problem("watch",
                "watch must be an expression such as model.accuracy, not " + std::string(describe(value->kind)));
    return std::nullopt;
  }
  auto parsed = parse_expression(value->text);
  if (auto* const expression = std::get_if<Expression>(&parsed)) {
    show(map, "watch", expression->text);
    return std::move(*expression);
  }
  auto const& fault = std::get<SyntaxError>(parsed);
  auto place = value->place;
  // Of a block over several lines only the beginning is known.
  if (value->text.find('\n') == std::string::npos) place.column += int(fault.offset) + (value->quoted ? 1 : 0);
  map.reading().problems.add(place, fault.what);
  return std::nullopt;
}

std::optional<When> read_when(MapReader& map) {
  if (!map.has("when")) {
    map.raw("when");
    map.reading().problems.add(map.place(),
                               map.where() + " needs the key 'when': below, above, outside, equals or differs");
    return std::nullopt;
  }
  auto const before = map.reading().problems.size();
  auto const when = When(map.choice("when", {"below", "above", "outside", "equals", "differs"}, 0));
  return map.reading().problems.size() == before ? std::optional(when) : std::nullopt;
}

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
  show(map, key, value->text);
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

void read_hold(MapReader& map, Rule& rule) {
  auto const* const value = map.raw("for");
  if (value == nullptr) return;
  constexpr std::string_view forms = "for must be a number of runs ('2 runs') or a duration (30m), not ";
  if (value->kind != Value::Kind::scalar)
    return map.problem("for", std::string(forms) + std::string(describe(value->kind)));
  show(map, "for", value->text);
  if (auto const runs = parse_quantity(value->text); runs && runs->unit == Unit::runs) {
    bool const whole = runs->value >= 1 && runs->value <= 10'000 && runs->value == double(std::size_t(runs->value));
    if (!whole) return map.problem("for", "for must be 1 to 10,000 runs");
    rule.hold.runs = std::size_t(runs->value);
  } else if (auto const length = parse_duration(value->text)) {
    rule.hold.length = *length;
  } else {
    map.problem("for", std::string(forms) + "'" + printable(value->text, 40) + "'");
  }
}

std::string read_template(MapReader& map, std::string_view key, Rule const& rule) {
  auto text = map.text(key, "");
  if (auto const wrong = check_template(text, find_metric(rule.watch.selector.metric)))
    map.problem(key, std::string(key) + ": " + *wrong);
  return text;
}

std::string read_runbook(MapReader& map) {
  auto url = map.text("runbook", "");
  bool const sound = url.empty() || ((url.starts_with("https://") || url.starts_with("http://")) &&
                                     url.find_first_of(" <>\"|\\") == url.npos && url.size() <= 2000);
  if (!sound) map.problem("runbook", "runbook must be an http(s) address without spaces");
  return url;
}

}  // namespace

void RuleFileReader::read(Value const& document) {
  MapReader root(document, "", reading_);
  for (auto& [id, map] : root.named_maps("alerts")) read_alert(id, std::move(map));
  if (auto const* const tests = root.raw("tests"); tests != nullptr && tests->kind == Value::Kind::sequence) {
    for (auto const& test : tests->items) read_test(test);
  } else if (tests != nullptr && tests->kind != Value::Kind::null) {
    root.problem("tests", "tests must be a list of maps, each with name, alert, values and expect");
  }
  root.finish();
}

void RuleFileReader::read_alert(std::string const& id, MapReader map) {
  auto const twin = std::ranges::find(rules_, id, &Rule::id);
  if (twin != rules_.end()) {
    reading_.problems.add(map.place(), "the alert '" + id + "' is defined twice; ids must be unique over all files");
    return;
  }
  Rule rule;
  rule.id = id;
  auto watch = read_watch(map);
  auto const when = read_when(map);
  // A fault in `watch` or `when` leaves the thresholds without a unit or a side; the other keys can still be checked.
  bool const understood = watch && when;
  if (watch) rule.watch = std::move(*watch);
  if (when) rule.when = *when;
  if (understood) {
    read_bounds(map, rule);
    read_recover(map, rule);
  } else {
    for (auto const key : {"info", "warning", "critical", "recover"}) map.raw(key);
  }
  read_hold(map, rule);
  rule.summary = read_template(map, "summary", rule);
  rule.action = read_template(map, "action", rule);
  rule.runbook = read_runbook(map);
  map.finish();
  rules_.push_back(std::move(rule));
}

void RuleFileReader::read_test(Value const& value) {
  MapReader map(value, "test", reading_);
  RawTest raw;
  raw.test.place = value.place;
  raw.test.name = map.required_text("name");
  raw.test.alert = map.required_text("alert");
  raw.alert_place = map.place_of("alert");
  if (auto const* const values = map.raw("values"); values != nullptr && !values->items.empty()) {
    for (auto const& one : values->items) raw.values.emplace_back(one.text, one.place);
  } else {
    map.problem("values", "a test needs values: a list such as [72%, 64%, missing]");
  }
  raw.test.expect = map.texts("expect", {});
  for (auto const& state : raw.test.expect) {
    constexpr std::array<std::string_view, 5> states{"ok", "pending", "info", "warning", "critical"};
    if (std::ranges::find(states, state) != states.end()) continue;
    map.problem("expect", "'" + printable(state, 40) +
                              "' is no state; there are ok, pending, info, warning and critical" +
                              did_you_mean(state, states));
  }
  if (!raw.values.empty() && raw.test.expect.size() != raw.values.size()) {
    map.problem("expect", "expect has " + std::to_string(raw.test.expect.size()) + " states for " +
                              std::to_string(raw.values.size()) + " values; each value needs one");
  }
  map.finish();
  raw_tests_.push_back(std::move(raw));
}

void RuleFileReader::check_tests() {
  for (auto& raw : raw_tests_) {
    if (raw.test.alert.empty()) continue;  // said already
    auto const rule = std::ranges::find(rules_, raw.test.alert, &Rule::id);
    if (rule == rules_.end()) {
      std::vector<std::string_view> ids;
      for (auto const& one : rules_) ids.push_back(one.id);
      reading_.problems.add(raw.alert_place, "there is no alert '" + printable(raw.test.alert, 60) + "'" +
                                                 did_you_mean(raw.test.alert, ids));
      continue;
    }
    // The values are those of the metric, not of the function over it.
    auto const* const metric = find_metric(rule->watch.selector.metric);
    if (metric == nullptr) continue;  // the alert itself is in error
    for (auto const& [text, place] : raw.values) {
      if (text == "missing") {
        raw.test.values.emplace_back();
        continue;
      }
      auto const parsed = parse_quantity(text);
      auto const number = parsed ? as(*parsed, metric->unit) : std::nullopt;
      if (!number)
        reading_.problems.add(place, "a value of " + rule->watch.selector.metric + " must be " +
                                         std::string(describe(metric->unit)) + " or 'missing', not '" +
                                         printable(text, 40) + "'");
      raw.test.values.push_back(number);
    }
    tests_.push_back(std::move(raw.test));
  }
  raw_tests_.clear();
}

}  // namespace lapwing::rules
