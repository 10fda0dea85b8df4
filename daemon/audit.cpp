// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "core/quantity.hpp"
#include "core/text.hpp"
#include "io/clock.hpp"
#include "json.hpp"

#include <CLI/CLI.hpp>

namespace lapwing::daemon {
namespace {

Exit audit(Common const& common, std::string const& since) {
  auto const window = parse_duration(since);
  if (!window) {
    print_error("lapwing audit: --since: " + window.error().message + "\n");
    return Exit::usage;
  }
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  auto store = open_or_explain("audit", *options);
  if (!store) return Exit::unreachable;
  auto const rows = store->audit(system_now() - *window);
  if (!rows) {
    print_error("lapwing audit: " + rows.error().message + "\n");
    return Exit::unreachable;
  }
  auto listed = nlohmann::ordered_json::array();
  std::string text;
  for (auto const& row : *rows) {
    listed.push_back({{"at", as_json(row.at)}, {"who", row.who}, {"what", row.what}});
    text += options->zone.format(row.at) + "  " + row.who + "  " + printable(row.what) + "\n";
  }
  if (common.json())
    print_json({{"audit", std::move(listed)}});
  else
    print(text.empty() ? "Nobody changed anything.\n" : text);
  return Exit::fine;
}

}  // namespace

std::function<Exit()> make_audit(CLI::App& command, Common const& common) {
  auto const since = std::make_shared<std::string>("30d");  // shared by the parser, which fills it, and the action
  command.add_option("--since", *since, "How far back to look")->capture_default_str()->type_name("DURATION");
  return [&common, since] { return audit(common, *since); };
}

}  // namespace lapwing::daemon
