// SPDX-License-Identifier: Apache-2.0
#include "poll/security_options.hpp"

#include "config/map_reader.hpp"
#include "core/text.hpp"
#include "poll/github_options.hpp"

#include <array>

namespace lapwing::poll {

ScanFilesOptions read_scan_files_options(config::MapReader& map) {
  ScanFilesOptions options;
  options.path = map.required_path("path");
  options.target = map.shown_text("target", "");
  return options;
}

AlertsOptions read_alerts_options(config::MapReader& map) {
  constexpr std::array<std::string_view, 2> known{"code_scanning", "dependabot"};
  AlertsOptions options;
  options.repository = read_github_repository(map);
  options.access = read_github_access(map);
  options.code_scanning = options.dependabot = false;
  auto const tools = map.texts("tools", {std::string(known[0]), std::string(known[1])});
  for (auto const& tool : tools) {
    options.code_scanning |= tool == known[0];
    options.dependabot |= tool == known[1];
    if (tool != known[0] && tool != known[1])
      map.problem("tools", "'" + printable(tool, 40) + "' is none of GitHub's lists of alerts" +
                               did_you_mean(tool, known) + " (there are code_scanning and dependabot)");
  }
  if (tools.empty()) map.problem("tools", "tools must name code_scanning, dependabot or both");
  return options;
}

}  // namespace lapwing::poll
