// SPDX-License-Identifier: Apache-2.0
#include "poll/workflow_file.hpp"

#include "config/value.hpp"

#include <algorithm>

namespace lapwing::poll {
namespace {

using config::Value;

Value const* find(Value const& map, std::string_view key) {
  auto const found = std::ranges::find(map.entries, key, &config::Entry::key);
  return found == map.entries.end() ? nullptr : &found->value;
}

}  // namespace

Result<std::vector<FileSchedule>> parse_schedules(std::string_view bytes, std::string const& file) {
  config::Problems problems;
  auto const root = config::parse_yaml(bytes, file, problems);
  if (!root)
    return Error{ErrorKind::invalid, problems.list().empty() ? file + " is empty" : problems.list()[0].to_string()};
  std::vector<FileSchedule> out;
  auto const* on = find(*root, "on");
  if (on == nullptr) on = find(*root, "true");  // what YAML 1.1 makes of a bare `on`, should a tool have rewritten it
  auto const* const schedule = on == nullptr ? nullptr : find(*on, "schedule");
  if (schedule == nullptr) return out;
  for (auto const& one : schedule->items) {
    auto const* const cron = find(one, "cron");
    auto const* const zone = find(one, "timezone");
    if (cron != nullptr) out.push_back({cron->text, zone == nullptr ? "Etc/UTC" : zone->text});
  }
  return out;
}

}  // namespace lapwing::poll
