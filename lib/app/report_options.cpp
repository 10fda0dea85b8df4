// SPDX-License-Identifier: Apache-2.0
#include "app/report_options.hpp"

#include "app/schedule_options.hpp"
#include "core/catalogue.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <array>

namespace lapwing::app {
namespace {

using config::MapReader;

struct Known {
  report::Kind kind;
  std::string_view every;  ///< by default
};

constexpr std::array kReports{Known{report::Kind::daily, "daily at 08:00"},
                              Known{report::Kind::weekly, "weekly on monday at 09:00"},
                              Known{report::Kind::monthly, "monthly on 1 at 09:00"}};

void read_report(MapReader map, Known const& known, std::vector<std::string> const& channels, Options& options) {
  std::string const name(report::name_of(known.kind));
  auto const every = read_schedule(map, "every", known.every, "report " + name);
  if (every && every->interval())
    map.problem("every", "a report goes by the calendar: write '" + std::string(known.every) + "'");
  auto const catch_up = read_catch_up(map);
  auto const to = map.texts("to", channels);
  std::vector<std::string_view> const names(channels.begin(), channels.end());
  for (auto const& channel : to) {
    if (std::ranges::find(channels, channel) == channels.end())
      map.problem("to", "there is no channel '" + printable(channel, 60) + "'" + did_you_mean(channel, names) +
                            " (there are " + list_of(channels) + ")");
  }
  map.finish();
  if (every) options.reports.push_back({known.kind, *every, to, catch_up});
}

/// One target; `off` takes it away.
void read_target(MapReader& map, std::string_view metric, Unit unit, report::Targets& targets) {
  if (map.is_text(metric, "off")) {
    targets.erase(std::string(metric));
  } else if (auto const value = map.quantity(metric, unit)) {
    targets.insert_or_assign(std::string(metric), *value);
  }
}

}  // namespace

void read_report_options(MapReader& root, std::vector<std::string> const& channels, Options& options) {
  if (auto map = root.map("reports")) {
    for (auto const& known : kReports) {
      if (auto one = map->map(report::name_of(known.kind))) read_report(*std::move(one), known, channels, options);
    }
    map->finish();
  }
  options.targets = report::guide_targets();
  if (auto map = root.map("targets")) {
    for (auto const& metric : catalogue()) {
      if (metric.better != Better::neither) read_target(*map, metric.name, metric.unit, options.targets);
    }
    for (auto const share : {"artifact.used", "actions.projected_share"})
      read_target(*map, share, Unit::ratio, options.targets);
    map->finish();
  }
}

}  // namespace lapwing::app
