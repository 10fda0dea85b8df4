// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "core/quantity.hpp"
#include "io/clock.hpp"
#include "report/incident_list.hpp"

#include <CLI/CLI.hpp>

namespace lapwing::daemon {
namespace {

/// What feeds an incident is not looked at here: `lapwing explain` tells it.
bool sees_all(alert::Incident const&) { return false; }

}  // namespace

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
    Redactor redactor;
    auto const options = load_or_explain(common, redactor);
    if (!options) return Exit::finding;
    auto store = open_or_explain("alerts", *options);
    if (!store) return Exit::unreachable;
    auto const now = system_now();
    auto const incidents = store->incidents(now - *window);
    if (!incidents) {
      print_error("lapwing alerts: " + incidents.error().message + "\n");
      return Exit::unreachable;
    }
    auto const state = store->load_state();
    auto const attention = state ? read_attention(*store, *options) : Result<alert::Attention>(state.error());
    if (!attention) {
      print_error("lapwing alerts: " + attention.error().message + "\n");
      return Exit::unreachable;
    }
    report::Remarks remarks;
    for (auto const& incident : *incidents) {
      if (!incident.closed)
        remarks[incident.id] = alert::describe(*attention, options->rules, *state, sees_all, incident, now);
    }
    print(common.json() ? report::incidents_as_json(*incidents, remarks)
                        : report::incidents_as_text(*incidents, remarks, options->zone, common.coloured()));
    return Exit::fine;
  };
}

}  // namespace lapwing::daemon
