// SPDX-License-Identifier: Apache-2.0
#include "app/explanation.hpp"

#include "alert/announce.hpp"
#include "alert/no_data.hpp"
#include "app/view.hpp"
#include "command.hpp"
#include "core/text.hpp"
#include "io/clock.hpp"
#include "json.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace lapwing::daemon {
namespace {

using app::Explanation;
using nlohmann::ordered_json;

/// What is asked about: an alert on a value or on an event.
struct Subject {
  rules::Rule const* rule;
  rules::EventRule const* event_rule;
  std::optional<Event> last_event;  ///< the newest stored one that it is of

  bool is_enabled() const { return rule != nullptr ? rule->is_enabled : event_rule->is_enabled; }
  std::string const& id() const { return rule != nullptr ? rule->id : event_rule->id; }
};

std::string list_or_nobody(std::vector<std::string> const& channels) {
  return channels.empty() ? "nobody" : list_of(channels);
}

std::string on_text(rules::EventSelector const& on) {
  std::string out;
  for (auto const& one : on.matchers) {
    constexpr std::array<std::string_view, 4> signs{"=", "!=", "=~", "!~"};
    out += (out.empty() ? "{" : ", ") + one.label + std::string(signs[std::size_t(one.op)]) + "\"" + one.value + "\"";
  }
  return on.type + (out.empty() ? "" : out + "}");
}

/// "critical after 24h, warning after 7d", each time after twice as long.
std::string reminders_of(Explanation const& told) {
  std::string out;
  for (auto const level : {Level::critical, Level::warning, Level::info}) {
    auto const& wait = told.remind[std::size_t(level)];
    if (wait) out += (out.empty() ? "" : ", ") + std::string(name_of(level)) + " after " + format_duration(*wait);
  }
  return out;
}

std::string result_text(Explanation::Result const& one, Zone const& zone) {
  std::string out = (one.labels.empty() ? "{}" : one.labels.to_string()) + "\n";
  out += "    value     " + (one.shown.empty() ? "none: too few samples, or no number" : one.shown);
  out += one.sparkline.empty() ? "\n" : "  " + one.sparkline + "\n";
  out += "    samples   " + std::to_string(one.samples) + ", from " + zone.format(one.first) + " to " +
         zone.format(one.last) + "\n";
  out += "    state     " + one.state + (one.progress.empty() ? "" : " (" + one.progress + ")") + "\n";
  if (!one.caveat.empty()) out += "    caveat    " + one.caveat + "\n";
  if (!one.data.empty()) out += "    data      " + one.data + "\n";
  if (!one.attention.why.empty()) out += "    attention " + one.attention.why + "\n";
  if (one.incident != 0)
    out += "    incident  #" + std::to_string(one.incident) + ", since " + zone.format(one.since) + "\n";
  return out;
}

std::string as_text(Subject const& subject, Explanation const& told, Zone const& zone, TimePoint now) {
  std::string out = subject.id() + "\n";
  if (subject.rule != nullptr)
    out += "  watches     " + subject.rule->watch.text + "\n";
  else
    out += "  is on       " + on_text(subject.event_rule->on) + "\n";
  if (!subject.is_enabled()) out += "  disabled    nothing of this is judged (enabled: false)\n";
  for (auto const& one : told.thresholds) {
    std::string name(name_of(one.level));
    name.resize(12, ' ');
    out += "  " + name + one.text + "; heard by " + list_or_nobody(one.channels) + "\n";
  }
  if (!told.labels.empty()) out += "  labels      " + told.labels.to_string() + "\n";
  if (auto const reminders = reminders_of(told); !reminders.empty()) out += "  told again  " + reminders + "\n";
  for (auto const& one : told.silences) {
    out += "  silence     #" + std::to_string(one.id) + " (" + printable(one.text) + ") until " +
           zone.format(one.ends) + ", by " + one.who + ": " + one.why + "\n";
  }
  for (auto const& one : told.sources) {
    out += "  source      " + one.poller + " (" + one.type + "), polled next " + zone.format(one.next) +
           (one.next < now ? ": overdue, is the daemon running?" : "") + "\n";
  }
  if (told.sources.empty()) out += "  source      no poller of this configuration\n";
  if (subject.event_rule != nullptr) {
    auto const& last = subject.last_event;
    return out + "  last        " + (last ? zone.format(last->at) + " " + last->labels.to_string() : "never seen") +
           "\n";
  }
  if (told.results.empty()) out += "  no samples yet: nothing to judge\n";
  for (auto const& one : told.results) out += "  " + result_text(one, zone);
  return out;
}

ordered_json result_as_json(Explanation::Result const& one) {
  auto out = ordered_json::object();
  out["labels"] = as_json(one.labels);
  out["value"] = as_json(one.value);
  out["text"] = one.shown;
  out["samples"] = one.samples;
  out["first"] = as_json(one.first);
  out["last"] = as_json(one.last);
  out["sparkline"] = one.sparkline;
  out["state"] = one.state;
  out["progress"] = one.progress;
  out["caveat"] = one.caveat;
  out["data"] = one.data.empty() ? "fresh" : one.data;
  out["attention"] = one.attention.word;
  out["attention_because"] = one.attention.why;
  out["incident"] = one.incident == 0 ? ordered_json(nullptr) : ordered_json(one.incident);
  out["since"] = one.incident == 0 ? ordered_json(nullptr) : as_json(one.since);
  return out;
}

ordered_json explanation_as_json(Subject const& subject, Explanation const& told) {
  auto out = ordered_json::object();
  out["alert"] = subject.id();
  out["enabled"] = subject.is_enabled();
  out[subject.rule != nullptr ? "watch" : "on"] =
      subject.rule != nullptr ? subject.rule->watch.text : on_text(subject.event_rule->on);
  out["thresholds"] = ordered_json::array();
  for (auto const& one : told.thresholds)
    out["thresholds"].push_back({{"level", name_of(one.level)}, {"threshold", one.text}, {"channels", one.channels}});
  out["alert_labels"] = as_json(told.labels);
  out["remind"] = ordered_json::object();
  for (auto const level : kAlertLevels) {
    auto const& wait = told.remind[std::size_t(level)];
    if (wait) out["remind"][std::string(name_of(level))] = format_duration(*wait);
  }
  out["silences"] = ordered_json::array();
  for (auto const& one : told.silences)
    out["silences"].push_back(
        {{"id", one.id}, {"matchers", one.text}, {"ends", as_json(one.ends)}, {"who", one.who}, {"why", one.why}});
  out["sources"] = ordered_json::array();
  for (auto const& one : told.sources)
    out["sources"].push_back({{"poller", one.poller}, {"type", one.type}, {"next", as_json(one.next)}});
  if (subject.event_rule != nullptr) {
    auto const& last = subject.last_event;
    out["last"] = nullptr;
    if (last) out["last"] = {{"at", as_json(last->at)}, {"id", last->id}, {"labels", as_json(last->labels)}};
    return out;
  }
  out["results"] = ordered_json::array();
  for (auto const& one : told.results) out["results"].push_back(result_as_json(one));
  return out;
}

/// What is stored of the alert. Errors: the store's.
Result<app::Known> read(store::Store& store, app::Options const& options, Subject& subject) {
  auto history = store.load_history(subject.rule != nullptr ? rules::alone(*subject.rule) : rules::RuleSet());
  if (!history) return history.error();
  auto state = store.load_state();
  if (!state) return state.error();
  auto pollers = store.pollers();
  if (!pollers) return pollers.error();
  if (subject.event_rule != nullptr) {
    auto events = store.events({TimePoint::min(), TimePoint::max()});
    if (!events) return events.error();
    for (auto& event : *events) {
      if (alert::is_of(*subject.event_rule, event)) subject.last_event = std::move(event);
    }
  }
  auto origins = store.origins();
  if (!origins) return origins.error();
  auto attention = app::read_attention(store, app::view_of(options), system_now());
  if (!attention) return attention.error();
  return app::Known{*std::move(history), *std::move(state), *std::move(pollers), alert::Origins(*std::move(origins)),
                    *std::move(attention)};
}

/// Of the built-in alert on series that cease to come: what each source lacks.
Exit explain_no_data(Common const& common, app::Options const& options) {
  auto store = open_or_explain("explain", options);
  if (!store) return Exit::unreachable;
  auto stored = store->origins();
  if (!stored) {
    print_error("lapwing explain: " + stored.error().message + "\n");
    return Exit::unreachable;
  }
  alert::Origins const origins(*std::move(stored));
  std::string text = std::string(alert::kNoData) + "\n";
  auto sources = ordered_json::array();
  for (auto const& poller : options.pollers) {
    auto missing = ordered_json::array();
    text += "  source      " + poller.name + " (" + poller.type + ")";
    for (auto const& one : alert::find_missing(options.rules, origins.missing(poller.name))) {
      auto const series = one.name.metric + one.name.labels.to_string();
      text += "\n    " + std::string(name_of(one.level)) + "  " + series + ", missed " +
              std::to_string(one.origin.missed) + " times; watched by " + list_of(one.alerts);
      missing.push_back({{"series", series}, {"missed", one.origin.missed}, {"level", name_of(one.level)}});
    }
    text += missing.empty() ? ": all that is watched comes\n" : "\n";
    sources.push_back({{"poller", poller.name}, {"missing", std::move(missing)}});
  }
  if (common.json())
    print_json({{"alert", alert::kNoData}, {"sources", std::move(sources)}});
  else
    print(text);
  return Exit::fine;
}

Exit explain(Common const& common, std::string const& id) {
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  if (id == alert::kNoData) return explain_no_data(common, *options);
  Subject subject{options->rules.find(id), options->rules.find_event_rule(id), {}};
  if (subject.rule == nullptr && subject.event_rule == nullptr) {
    print_error("lapwing explain: " + no_such_alert(options->rules, id) + "\n");
    return Exit::usage;
  }
  auto store = open_or_explain("explain", *options);
  if (!store) return Exit::unreachable;
  auto const known = read(*store, *options, subject);
  if (!known) {
    print_error("lapwing explain: " + known.error().message + "\n");
    return Exit::unreachable;
  }
  auto const now = system_now();
  auto const told = subject.rule != nullptr ? app::explain(*subject.rule, *options, *known, now)
                                            : app::explain(*subject.event_rule, *options, *known, now);
  if (common.json())
    print_json(explanation_as_json(subject, told));
  else
    print(as_text(subject, told, options->zone, now));
  return Exit::fine;
}

}  // namespace

std::function<Exit()> make_explain(CLI::App& command, Common const& common) {
  auto const id = std::make_shared<std::string>();  // shared by the parser, which fills it, and the action
  command.add_option("ALERT", *id, "The id of an alert")->required();
  return [&common, id] { return explain(common, *id); };
}

}  // namespace lapwing::daemon
