// SPDX-License-Identifier: Apache-2.0
#include "app/names.hpp"

#include "app/options.hpp"
#include "config/map_reader.hpp"
#include "poll/path_pattern.hpp"

#include <algorithm>

namespace lapwing::app {
namespace {

std::vector<std::string> keys_of(config::Value const& map, std::string_view key) {
  std::vector<std::string> keys;
  auto const found = std::ranges::find(map.entries, key, &config::Entry::key);
  if (found == map.entries.end()) return keys;
  for (auto const& entry : found->value.entries) keys.push_back(entry.key);
  return keys;
}

}  // namespace

Names read_names(std::string const& path) {
  Names names;
  for (auto const& rule : built_in_rules()) names.alerts.push_back(rule.id);
  config::Problems problems;  // nobody's concern here
  auto const document = config::load_yaml(path, problems);
  if (!document) return names;
  names.pollers = keys_of(*document, "pollers");
  names.channels = keys_of(*document, "channels");
  Redactor redactor;
  config::References references([](std::string const&) { return std::string(); }, redactor);
  config::MapReader root(*document, "", {problems, references, nullptr});
  for (auto const& pattern : root.paths("alerts", {"alerts.yaml"})) {
    auto const files = poll::matching_files(pattern);
    if (!files) continue;
    for (auto const& file : *files) {
      auto const alerts = config::load_yaml(file, problems);
      if (alerts) std::ranges::move(keys_of(*alerts, "alerts"), std::back_inserter(names.alerts));
    }
  }
  return names;
}

}  // namespace lapwing::app
