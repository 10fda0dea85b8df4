// SPDX-License-Identifier: Apache-2.0
#include "app/attention_options.hpp"

#include "alert/reminding.hpp"
#include "core/schedule.hpp"
#include "core/text.hpp"
#include "rules/telling_reader.hpp"

#include <algorithm>
#include <ranges>

namespace lapwing::app {
namespace {

using config::MapReader;
using config::Value;

/// "sat", or "mon-fri", which may go over the end of the week.
bool add_days(std::string_view text, std::array<bool, 7>& days) {
  auto const dash = text.find('-');
  auto const from = parse_day_of_week(trim(text.substr(0, dash)));
  auto const to = dash == text.npos ? from : parse_day_of_week(trim(text.substr(dash + 1)));
  if (!from || !to) return false;
  for (unsigned day = *from;; day = (day + 1) % 7) {
    days[day] = true;
    if (day == *to) return true;
  }
}

Duration time_of(MapReader& map, std::string const& key) {
  auto const text = map.required_text(key);
  auto const time = parse_time_of_day(text);
  if (!text.empty() && !time)
    map.problem(key, key + " must be a time such as \"22:00\", not '" + printable(text, 40) + "'");
  return time.value_or(Duration{});
}

alert::QuietHours read_quiet(MapReader map) {
  alert::QuietHours out;
  auto const days = map.texts("days", {});
  if (!days.empty()) out.days = {};
  for (auto const& one : days) {
    if (!add_days(one, out.days))
      map.problem("days", "days are such as mon-fri, sat or [sat, sun], not '" + printable(one, 40) + "'");
  }
  out.from = time_of(map, "from");
  out.to = time_of(map, "to");
  auto const muted = map.texts("mute", {"info", "warning"});
  if (muted.empty()) map.problem("mute", "mute needs the levels that are quiet, such as [info, warning]");
  for (auto const& name : muted) {
    auto const level = std::ranges::find(kAlertLevels, name, [](Level one) { return name_of(one); });
    if (level == kAlertLevels.end())
      map.problem("mute", "mute takes info, warning and critical, not '" + printable(name, 40) + "'");
    else
      out.muted[std::size_t(*level)] = true;
  }
  map.finish();
  return out;
}

void read_quiet_hours(MapReader& root, Options& options) {
  auto const* const list = root.raw("quiet_hours");
  if (list == nullptr) return;
  if (list->kind != Value::Kind::sequence)
    return root.problem("quiet_hours", "quiet_hours must be a list: [{days: mon-fri, from: \"22:00\", to: \"07:00\"}]");
  std::size_t index = 0;
  for (auto const& item : list->items) {
    MapReader map(item, "quiet_hours[" + std::to_string(index++) + "]", root.reading());
    options.quiet_hours.push_back(read_quiet(std::move(map)));
  }
}

}  // namespace

void read_attention(MapReader& root, std::vector<std::string> const& channels, Options& options) {
  read_quiet_hours(root, options);
  options.remind = alert::default_remind();
  rules::read_remind(root, options.remind);
  std::vector<std::string_view> const known(channels.begin(), channels.end());
  auto const take = [&](auto const& rule) {
    if (!rule.telling.channels) return;
    options.routes.by_alert[rule.id] = *rule.telling.channels;
    for (auto const& channel : *rule.telling.channels) {
      if (std::ranges::find(known, channel) == known.end())
        root.reading().problems.add(rule.telling.notify_at, "there is no channel '" + printable(channel, 60) + "'" +
                                                                did_you_mean(channel, known) + " (there are " +
                                                                list_of(channels) + ")");
    }
  };
  std::ranges::for_each(options.rules.all(), take);
  std::ranges::for_each(options.rules.disabled(), take);
  std::ranges::for_each(options.rules.events(), take);
}

}  // namespace lapwing::app
