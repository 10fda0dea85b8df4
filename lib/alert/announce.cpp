// SPDX-License-Identifier: Apache-2.0
#include "alert/announce.hpp"

#include "core/catalogue.hpp"
#include "rules/text_template.hpp"

#include <algorithm>

namespace lapwing::alert {
namespace {

std::string_view field_of(Event const& event, std::string_view name) {
  auto const found = std::ranges::find(event.fields, name, &std::pair<std::string, std::string>::first);
  return found == event.fields.end() ? std::string_view() : found->second;
}

std::string newest_value(Metric const& metric, series::History const& history) {
  std::optional<series::Point> newest;
  for (auto const id : history.of_metric(metric.name)) {
    auto const last = history.last(id, 1, TimePoint::max());
    if (!last.empty() && (!newest || last.front().at >= newest->at)) newest = last.front();
  }
  return newest ? format_quantity(newest->value, metric.unit) : "n/a";
}

/// The page of what happened, where the event names one that is safe to link to.
std::vector<Link> links_of(Event const& event) {
  auto const url = field_of(event, "url");
  if (!url.starts_with("https://") && !url.starts_with("http://")) return {};
  return {{"Details", std::string(url)}};
}

std::string fill_in(std::string_view text, Event const& event, series::History const& history) {
  return rules::render_template(text, [&](std::string_view name) -> std::string {
    if (auto const label = rules::label_in(name)) return std::string(event.labels.get(*label));
    if (auto const field = rules::field_in(name)) return std::string(field_of(event, *field));
    auto const* const metric = find_metric(name);
    return metric == nullptr ? "" : newest_value(*metric, history);
  });
}

}  // namespace

bool is_of(rules::EventRule const& rule, Event const& event) {
  return rule.on.type == event.type && rules::accept(rule.on.matchers, event.labels);
}

std::string text_of(rules::EventRule const& rule, Event const& event, series::History const& history) {
  return fill_in(rule.text, event, history);
}

Tick announce(State& state, rules::RuleSet const& rules, series::History const& history,
              std::span<Event const> events) {
  Tick tick;
  for (auto const& event : events) {
    for (auto const& rule : rules.events()) {
      if (!is_of(rule, event)) continue;
      Incident incident;
      incident.id = state.next_id++;
      incident.key = {rule.id, event.labels};
      incident.level = rule.level;
      incident.worst = rule.level;
      incident.summary = Untrusted(text_of(rule, event, history));
      incident.links = links_of(event);
      incident.action = Untrusted(fill_in(rule.action, event, history));
      incident.runbook = rule.runbook;
      incident.since = event.at;
      incident.changed = event.at;
      incident.closed = event.at;
      incident.closed_because = "it happened once";
      tick.transitions.push_back({incident.id, incident.key, Level::ok, rule.level, event.at, ""});
      tick.incidents.push_back(std::move(incident));
    }
  }
  return tick;
}

}  // namespace lapwing::alert
