// SPDX-License-Identifier: Apache-2.0
#include "rules/rule_file.hpp"

#include "core/event_catalogue.hpp"
#include "core/text.hpp"
#include "rules/patience_reader.hpp"
#include "rules/telling_reader.hpp"
#include "rules/text_template.hpp"
#include "rules/threshold_reader.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace lapwing::rules {
namespace {

using config::MapReader;
using config::Value;

/// A fault in what stands within a value: at its column, where that is known.
void add_fault(MapReader const& map, Value const& value, SyntaxError const& fault) {
  auto place = value.place;
  // Of a block over several lines only the beginning is known.
  if (value.text.find('\n') == std::string::npos) place.column += int(fault.offset) + (value.quoted ? 1 : 0);
  map.reading().problems.add(place, fault.what);
}

std::optional<Expression> read_watch(MapReader& map) {
  auto const* const value = map.raw("watch");
  if (value == nullptr) {
    map.reading().problems.add(
        map.place(), map.where() + " needs the key 'watch': what to look at, e.g. model.accuracy; or 'on', an event");
    return std::nullopt;
  }
  if (value->kind != Value::Kind::scalar) {
    map.problem("watch",
                "watch must be an expression such as model.accuracy, not " + std::string(describe(value->kind)));
    return std::nullopt;
  }
  auto parsed = parse_expression(value->text);
  if (auto* const expression = std::get_if<Expression>(&parsed)) {
    map.show("watch", expression->text);
    return std::move(*expression);
  }
  add_fault(map, *value, std::get<SyntaxError>(parsed));
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

std::string read_template(MapReader& map, std::string_view key, std::optional<Expression> const& watch) {
  auto text = map.shown_text(key, "");
  auto const labels = watch ? std::optional(watch->whole().labels.all()) : std::nullopt;
  if (auto const wrong = check_template(text, labels)) map.problem(key, std::string(key) + ": " + *wrong);
  return text;
}

std::string read_event_template(MapReader& map, std::string_view key, std::string const& event) {
  auto text = map.shown_text(key, "");
  auto const* const kind = find_event(event);
  if (auto const wrong = kind != nullptr ? check_event_template(text, *kind) : std::nullopt)
    map.problem(key, std::string(key) + ": " + *wrong);
  return text;
}

EventSelector read_on(MapReader& map) {
  auto const* const value = map.raw("on");
  if (value->kind != Value::Kind::scalar) {
    map.problem("on", "on must be an event such as run.completed{conclusion=\"success\"}, not " +
                          std::string(describe(value->kind)));
    return {};
  }
  auto parsed = parse_event_selector(value->text);
  if (auto const* const fault = std::get_if<SyntaxError>(&parsed)) {
    add_fault(map, *value, *fault);
    return {};
  }
  map.show("on", value->text);
  return std::get<EventSelector>(std::move(parsed));
}

/// A fixed label of a name that is there already would never be seen.
void refuse_own_labels(MapReader& map, Labels const& fixed, std::function<bool(std::string_view)> const& is_own) {
  for (auto const& [name, value] : fixed.pairs()) {
    if (is_own(name))
      map.problem("labels",
                  "labels: what is watched has a label '" + name + "' of its own; give the fixed one another name");
  }
}

std::string read_runbook(MapReader& map) {
  auto url = map.shown_text("runbook", "");
  bool const is_masked = url.find(kMasked) != url.npos;
  bool const sound = url.empty() || is_masked ||
                     ((url.starts_with("https://") || url.starts_with("http://")) &&
                      url.find_first_of(" <>\"|\\") == url.npos && url.size() <= 2000);
  if (!sound) map.problem("runbook", "runbook must be an http(s) address without spaces");
  return url;
}

}  // namespace

void RuleFileReader::read(Value const& document) {
  MapReader root(document, "", reading_);
  Rule defaults;
  read_defaults(root, defaults);
  for (auto& [id, map] : root.named_maps("alerts")) read_alert(id, std::move(map), defaults);
  if (auto const* const tests = root.raw("tests"); tests != nullptr && tests->kind == Value::Kind::sequence) {
    raw_tests_.insert(raw_tests_.end(), tests->items.begin(), tests->items.end());
  } else if (tests != nullptr && tests->kind != Value::Kind::null) {
    root.problem("tests", "tests must be a list of maps, each with name, alert, values and expect");
  }
  root.finish();
}

/// What holds for the alerts of this file that do not say otherwise.
void RuleFileReader::read_defaults(MapReader& root, Rule& defaults) {
  auto map = root.map("defaults");
  if (!map) return;
  read_no_data(*map, defaults.no_data);
  read_flap(*map, defaults);
  read_remind(*map, defaults.telling.remind);
  read_telling_channels(*map, defaults.telling);
  map->finish();
}

void RuleFileReader::read_alert(std::string const& id, MapReader map, Rule const& defaults) {
  if (id == kNoDataAlert) {
    reading_.problems.add(map.place(), "'" + id +
                                           "' is built in: it tells of series that cease to come. Give the alerts "
                                           "that watch them `no_data`");
    return;
  }
  bool const is_taken = std::ranges::find(rules_, id, &Rule::id) != rules_.end() ||
                        std::ranges::find(events_, id, &EventRule::id) != events_.end();
  if (is_taken) {
    reading_.problems.add(map.place(), "the alert '" + id + "' is defined twice; ids must be unique over all files");
    return;
  }
  if (map.has("on")) {
    events_.emplace_back().id = id;
    events_.back().telling.channels = defaults.telling.channels;
    events_.back().telling.notify_at = defaults.telling.notify_at;
    read_event_alert(map, events_.back());
  } else {
    auto& rule = rules_.emplace_back(defaults);
    rule.id = id;
    read_watching(map, rule);
  }
  map.finish();
}

void RuleFileReader::read_watching(MapReader& map, Rule& rule) {
  map.raw("on");  // not there, but known: for what is unknown and near it
  auto const watch = read_watch(map);
  auto const when = read_when(map);
  // A fault in `watch` or `when` leaves the thresholds without a unit or a side; the other keys can still be checked.
  if (watch) rule.watch = *watch;
  if (when) rule.when = *when;
  if (watch && when) {
    read_thresholds(map, rule);
  } else {
    for (auto const key : {"info", "warning", "critical", "recover"}) map.raw(key);
  }
  read_patience(map, rule);
  rule.summary = read_template(map, "summary", watch);
  rule.action = read_template(map, "action", watch);
  rule.runbook = read_runbook(map);
  rule.is_enabled = map.flag("enabled", true);
  read_was(map, rule);
  read_telling(map, rule.telling);
  if (watch) refuse_own_labels(map, rule.telling.labels, [&](auto name) { return watch->whole().labels.has(name); });
  read_remind(map, rule.telling.remind);
  read_no_data(map, rule.no_data);
  rule.depends_on = map.texts("depends_on", {});
  if (!rule.depends_on.empty()) depending_.emplace_back(map.place_of("depends_on"), rule.id);
}

/// The id that the alert had before: what is known of it goes on under the new one.
void RuleFileReader::read_was(MapReader& map, Rule& rule) {
  rule.was = map.text("was", "");
  if (!rule.was.empty()) renames_.emplace_back(map.raw("was")->place, rule.was);
}

void RuleFileReader::read_event_alert(MapReader& map, EventRule& rule) {
  rule.on = read_on(map);
  if (map.raw("watch") != nullptr) map.problem("watch", "an alert has either `watch` or `on`, a value or an event");
  bool any = false;
  for (auto const level : kAlertLevels) {
    if (!map.has(name_of(level))) continue;
    if (any) map.problem(name_of(level), "an event is told at one level: exactly one of info, warning and critical");
    any = true;
    rule.level = level;
    rule.text = read_event_template(map, name_of(level), rule.on.type);
  }
  if (!any)
    reading_.problems.add(map.place(), map.where() + " needs the text that is told, under info, warning or critical");
  for (auto const level : kAlertLevels) map.raw(name_of(level));
  rule.action = read_event_template(map, "action", rule.on.type);
  rule.runbook = read_runbook(map);
  rule.is_enabled = map.flag("enabled", true);
  read_telling(map, rule.telling);
  if (auto const* const kind = find_event(rule.on.type)) {
    auto const own = label_names(kind->labels);
    refuse_own_labels(map, rule.telling.labels, [&](auto name) { return std::ranges::find(own, name) != own.end(); });
  }
  for (auto const key :
       {"was", "no_data", "remind", "depends_on", "for", "recover_for", "flap", "significance", "min_samples"}) {
    if (map.raw(key) != nullptr)
      map.problem(key, "an alert on an event is told once and over; leave `" + std::string(key) + "` out");
  }
}

/// A rename is from an id that is no more, to one alert.
void RuleFileReader::check_renames() {
  std::set<std::string> seen;
  for (auto const& [place, was] : renames_) {
    bool const is_there = std::ranges::find(rules_, was, &Rule::id) != rules_.end() ||
                          std::ranges::find(events_, was, &EventRule::id) != events_.end();
    if (is_there)
      reading_.problems.add(
          place, "was: the alert '" + printable(was, 60) + "' is still there; `was` names an id that is no more");
    else if (!seen.insert(was).second)
      reading_.problems.add(place, "was: two alerts can not both have been '" + printable(was, 60) + "'");
  }
}

/// An alert may wait for others, as long as these do not wait for it.
void RuleFileReader::check_dependencies() {
  RuleSet const rules(rules_);
  std::vector<std::string_view> ids;
  for (auto const& rule : rules_) ids.push_back(rule.id);
  for (auto const& [place, id] : depending_) {
    std::set<std::string> seen;
    std::vector<std::string> ahead = rules.find(id)->depends_on;
    for (auto const& other : ahead) {
      if (rules.find(other) == nullptr)
        reading_.problems.add(place, "depends_on: there is no alert '" + printable(other, 60) + "' on a value" +
                                         did_you_mean(other, ids));
    }
    while (!ahead.empty()) {
      auto const other = std::move(ahead.back());
      ahead.pop_back();
      if (other == id) {
        reading_.problems.add(place, "depends_on: '" + id + "' would wait for itself");
        break;
      }
      auto const* const rule = seen.insert(other).second ? rules.find(other) : nullptr;
      if (rule != nullptr) ahead.insert(ahead.end(), rule->depends_on.begin(), rule->depends_on.end());
    }
  }
}

void RuleFileReader::finish() {
  check_renames();
  check_dependencies();
  // Alerts that are in error stand among them too: their tests are not in error for that.
  RuleSet const rules(rules_, events_);
  for (auto const& raw : raw_tests_) {
    if (auto test = read_rule_test(raw, rules, reading_)) tests_.push_back(*std::move(test));
  }
  raw_tests_.clear();
}

}  // namespace lapwing::rules
