// SPDX-License-Identifier: Apache-2.0
#include "app/suggestion.hpp"

#include "command.hpp"
#include "io/clock.hpp"
#include "json.hpp"

#include <CLI/CLI.hpp>

namespace lapwing::daemon {
namespace {

using nlohmann::ordered_json;

std::string as_text(rules::Rule const& rule, app::Suggestions const& found, Zone const& zone) {
  auto const word = rule.when == rules::When::below ? "below" : rule.when == rules::When::above ? "above" : "outside";
  std::string out = rule.id + ": " + rule.watch.text + ", when " + word + "\nDrawn from " +
                    std::to_string(found.values) + (found.values == 1 ? " value" : " values") + " from " +
                    zone.format(found.first) + " to " + zone.format(found.last) + "\n";
  for (auto const& one : found.list) {
    std::string line = "  warning: " + one.threshold;
    line.resize(std::max<std::size_t>(line.size() + 2, 30), ' ');
    out += line + "# " + one.percentile + " percentile: would have fired " +
           std::to_string(one.tally.incidents.size()) + (one.tally.incidents.size() == 1 ? " time, " : " times, ") +
           format_duration(one.tally.firing) + " in all\n";
  }
  return out;
}

ordered_json suggestions_as_json(rules::Rule const& rule, app::Suggestions const& found) {
  auto out = ordered_json::object();
  out["alert"] = rule.id;
  out["watch"] = rule.watch.text;
  out["values"] = found.values;
  out["first"] = as_json(found.first);
  out["last"] = as_json(found.last);
  out["suggestions"] = ordered_json::array();
  for (auto const& one : found.list) {
    out["suggestions"].push_back({{"percentile", one.percentile},
                                  {"threshold", one.threshold},
                                  {"fired", one.tally.incidents.size()},
                                  {"firing_seconds", double(one.tally.firing.count()) / 1000},
                                  {"longest_seconds", double(one.tally.longest.count()) / 1000}});
  }
  return out;
}

Exit refuse(std::string const& why, Exit exit) {
  print_error("lapwing suggest: " + why + "\n");
  return exit;
}

Exit suggest(Common const& common, std::string const& id) {
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  auto const* const rule = options->rules.find(id);
  if (rule == nullptr && options->rules.find_event_rule(id) != nullptr)
    return refuse("'" + id + "' is on an event; it has no threshold", Exit::usage);
  if (rule == nullptr) return refuse(no_such_alert(options->rules, id), Exit::usage);
  auto store = open_or_explain("suggest", *options);
  if (!store) return Exit::unreachable;
  auto const past = app::read_past(*store, rules::alone(*rule), TimePoint::min());
  if (!past) return refuse(past.error().message, Exit::unreachable);
  auto const found = app::suggest(*rule, options->routes, *past, system_now());
  if (!found)
    return refuse(found.error().message, found.error().kind == ErrorKind::invalid ? Exit::usage : Exit::finding);
  if (common.json())
    print_json(suggestions_as_json(*rule, *found));
  else
    print(as_text(*rule, *found, options->zone));
  return Exit::fine;
}

}  // namespace

std::function<Exit()> make_suggest(CLI::App& command, Common const& common) {
  auto const id = std::make_shared<std::string>();  // shared by the parser, which fills it, and the action
  command.add_option("ALERT", *id, "The id of an alert that watches a value")->required();
  return [&common, id] { return suggest(common, *id); };
}

}  // namespace lapwing::daemon
