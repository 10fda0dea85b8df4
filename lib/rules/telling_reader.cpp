// SPDX-License-Identifier: Apache-2.0
#include "rules/telling_reader.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <charconv>

namespace lapwing::rules {
namespace {

using config::MapReader;
using config::Value;

bool is_label_name(std::string_view name) {
  auto const fits = [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= 60 && !(name[0] >= '0' && name[0] <= '9') && std::ranges::all_of(name, fits);
}

void read_labels(MapReader& map, Labels& labels) {
  auto const* const value = map.raw("labels");
  if (value == nullptr) return;
  if (value->kind != Value::Kind::map) return map.problem("labels", "labels must be a map such as {team: ml}");
  for (auto const& entry : value->entries) {
    auto const refuse = [&](std::string what) { map.reading().problems.add(entry.place, std::move(what)); };
    if (!is_label_name(entry.key) || entry.key == "alert")
      refuse("a label's name is lower-case letters, digits and _, and not 'alert', which is the alert's id");
    else if (entry.value.kind != Value::Kind::scalar || entry.value.text.empty())
      refuse("a label has a single value that is not empty");
    labels.set(entry.key, entry.value.text);
    map.show("labels." + entry.key, entry.value.text);
  }
}

/// 12h, or never; absent after a problem.
std::optional<Duration> reminder(MapReader& map, std::string const& key, Value const& value) {
  map.show(key, value.text);
  if (value.kind == Value::Kind::scalar && value.text == "never") return Duration{0};
  auto const every = value.kind == Value::Kind::scalar ? parse_duration(value.text) : Result<Duration>(Duration{0});
  constexpr Duration shortest = std::chrono::minutes{1}, longest = std::chrono::hours{24 * 365};
  if (every && *every >= shortest && *every <= longest) return *every;
  map.problem(key, key + " is how long after a message the incident is told again: from 1m to 365d, or never");
  return std::nullopt;
}

/// "after 2 missed polls".
std::optional<std::size_t> polls_in(std::string_view text) {
  constexpr std::string_view before = "after ";
  if (!text.starts_with(before)) return std::nullopt;
  text.remove_prefix(before.size());
  std::size_t polls = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), polls);
  auto const rest = text.substr(std::size_t(end - text.data()));
  bool const fits = fault == std::errc() && polls >= 1 && polls <= 1000;
  return fits && (rest == " missed polls" || (polls == 1 && rest == " missed poll")) ? std::optional(polls)
                                                                                     : std::nullopt;
}

}  // namespace

void read_telling(MapReader& map, Telling& telling) {
  read_labels(map, telling.labels);
  read_telling_channels(map, telling);
}

void read_telling_channels(MapReader& map, Telling& telling) {
  if (map.raw("notify") == nullptr) return;
  telling.channels = map.texts("notify", {});
  telling.notify_at = map.place_of("notify");
}

void read_remind(MapReader& map, Remind& remind) {
  auto const* const value = map.raw("remind");
  if (value == nullptr) return;
  if (value->kind != Value::Kind::map) {
    auto const every = reminder(map, "remind", *value);
    for (auto const level : kAlertLevels) remind[std::size_t(level)] = every;
    return;
  }
  auto levels = *map.map("remind");
  for (auto const level : kAlertLevels) {
    std::string const key(name_of(level));
    if (auto const* const one = levels.raw(key)) remind[std::size_t(level)] = reminder(levels, key, *one);
  }
  levels.finish();
}

void read_no_data(MapReader& map, NoData& no_data) {
  auto const* const value = map.raw("no_data");
  if (value == nullptr) return;
  no_data = {};
  if (value->kind == Value::Kind::scalar && value->text == "off") return map.show("no_data", "off");
  if (value->kind != Value::Kind::map)
    return map.problem("no_data", "no_data must be off, or a map such as {warning: after 2 missed polls}");
  auto levels = *map.map("no_data");
  std::size_t milder = 0;
  for (auto const level : kAlertLevels) {
    std::string const key(name_of(level));
    auto const* const one = levels.raw(key);
    if (one == nullptr) continue;
    auto const polls = polls_in(one->text);
    if (!polls) {
      levels.problem(
          key, key + " must be such as 'after 2 missed polls', from 1 to 1000, not '" + printable(one->text, 40) + "'");
      continue;
    }
    if (*polls <= milder) levels.problem(key, key + " must come after more missed polls than the milder level");
    levels.show(key, one->text);
    no_data[std::size_t(level)] = milder = *polls;
  }
  levels.finish();
}

std::string text_of(NoData const& no_data) {
  std::string out;
  for (auto const level : kAlertLevels) {
    auto const polls = no_data[std::size_t(level)];
    if (polls > 0)
      out += (out.empty() ? "" : ", ") + std::string(name_of(level)) + " after " + std::to_string(polls) +
             (polls == 1 ? " missed poll" : " missed polls");
  }
  return out.empty() ? "off" : out;
}

}  // namespace lapwing::rules
