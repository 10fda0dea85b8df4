// SPDX-License-Identifier: Apache-2.0
#include "alert/blindness.hpp"
#include "app/data_state.hpp"
#include "command.hpp"
#include "core/quantity.hpp"
#include "io/clock.hpp"
#include "report/incident_list.hpp"

#include <CLI/CLI.hpp>

namespace lapwing::daemon {
namespace {

/// What is to be said of the incidents that are open, beside what they are. Errors: the store's.
Result<report::Asides> read_asides(store::Store& store, app::Options const& options,
                                   std::vector<alert::Incident> const& incidents, TimePoint now) {
  auto const state = store.load_state();
  if (!state) return state.error();
  auto const attention = read_attention(store, options);
  if (!attention) return attention.error();
  auto const pollers = store.pollers();
  if (!pollers) return pollers.error();
  auto stored = store.origins();
  if (!stored) return stored.error();
  alert::Origins const origins(*std::move(stored));
  auto const names = alert::watched_names(options.rules, origins);
  rules::Evaluator const evaluator(options.rules, names);
  auto const is_blind = [&](alert::Incident const& one) { return alert::is_blind(evaluator, origins, *state, one); };
  report::Asides asides;
  for (auto const& one : incidents) {
    if (one.closed) continue;
    auto const behind = alert::series_behind(evaluator, one.key);
    asides[one.id] = {alert::stance(*attention, options.rules, *state, is_blind, one, now),
                      app::data_of(behind, names, origins, *pollers, options)};
  }
  return asides;
}

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
    auto const asides = read_asides(*store, *options, *incidents, now);
    if (!asides) {
      print_error("lapwing alerts: " + asides.error().message + "\n");
      return Exit::unreachable;
    }
    print(common.json() ? report::incidents_as_json(*incidents, *asides)
                        : report::incidents_as_text(*incidents, *asides, options->zone, common.coloured()));
    return Exit::fine;
  };
}

}  // namespace lapwing::daemon
