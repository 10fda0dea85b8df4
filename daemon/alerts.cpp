// SPDX-License-Identifier: Apache-2.0
#include "app/view.hpp"
#include "command.hpp"
#include "core/quantity.hpp"
#include "io/clock.hpp"
#include "terminal.hpp"

#include <CLI/CLI.hpp>

namespace lapwing::daemon {

std::function<Exit()> make_alerts(CLI::App& command, Common const& common) {
  auto const since = std::make_shared<std::string>("7d");  // shared by the parser, which fills it, and the action
  command.add_option("--since", *since, "How long ago a closed incident may have ended")
      ->capture_default_str()
      ->type_name("DURATION");
  return [&common, since] {
    auto const window = parse_duration(*since);
    if (!window) {
      print_error("lapwing alerts: --since: " + window.error().message + "\n");
      return Exit::usage;
    }
    auto const options = load_or_explain(common);
    if (!options) return Exit::finding;
    auto store = open_or_explain("alerts", *options);
    if (!store) return Exit::unreachable;
    auto const now = system_now();
    auto const incidents = store->incidents(now - *window);
    if (!incidents) {
      print_error("lapwing alerts: " + incidents.error().message + "\n");
      return Exit::unreachable;
    }
    auto const asides = app::read_asides(*store, app::view_of(*options), *incidents, now);
    if (!asides) {
      print_error("lapwing alerts: " + asides.error().message + "\n");
      return Exit::unreachable;
    }
    print(common.json() ? report::incidents_as_json(*incidents, *asides)
                        : report::incidents_as_text(*incidents, *asides, options->zone, common.coloured(),
                                                    is_terminal() ? terminal_width() : std::string::npos));
    return Exit::fine;
  };
}

}  // namespace lapwing::daemon
