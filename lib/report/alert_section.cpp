// SPDX-License-Identifier: Apache-2.0
#include "report/figures.hpp"
#include "report/sections.hpp"

#include <algorithm>

namespace lapwing::report {
namespace {

using alert::Incident;

/// So often, and so much of it by itself: the alert costs more than it tells.
constexpr std::size_t kOften = 5;
constexpr double kMostly = 0.8;

bool is_in(TimePoint at, Period const& period) { return at > period.from && at <= period.until; }

bool is_open(Incident const& incident, TimePoint at) {
  return incident.since <= at && (!incident.closed || *incident.closed > at);
}

/// Of an alert on an event: it was told once and was never open.
bool is_event(Incident const& incident) { return incident.closed && incident.level != Level::ok; }

std::string name_of(Incident const& incident) {
  return incident.key.rule + printable(incident.key.labels.to_string()) + " (#" + std::to_string(incident.id) + ")";
}

void add_open(Material const& material, Section& section) {
  auto open = material.incidents;
  std::erase_if(open, [&](Incident const& one) { return is_event(one) || !is_open(one, material.at); });
  std::ranges::stable_sort(open, [](Incident const& one, Incident const& other) {
    auto const mine = one.closed ? one.worst : one.level, theirs = other.closed ? other.worst : other.level;
    return mine != theirs ? mine > theirs : one.since < other.since;
  });
  for (auto const& incident : open) {
    auto const level = incident.closed ? incident.worst : incident.level;
    auto text = std::string(lapwing::name_of(level)) + ": " + name_of(incident);
    if (!incident.value.empty()) text += ": " + incident.value;
    if (!incident.threshold.empty()) text += ", " + incident.threshold;
    text += ", since " + material.zone.format(incident.since);
    section.remarks.push_back(
        {level == Level::critical ? Standing::bad : Standing::watch, Untrusted(text), incident.links, incident.action});
  }
}

/// What an alert did in the period.
struct Cost {
  std::size_t fired = 0;
  std::size_t alone = 0;  ///< recovered by itself, soon
};

/// A recovery within an hour, or a tenth of the period, is one that nobody did anything for.
bool cleared_alone(Incident const& incident, Period const& period) {
  using namespace std::chrono_literals;
  return incident.closed && incident.closed_because == "recovered" &&
         *incident.closed - incident.since <= std::max<Duration>(1h, (period.until - period.from) / 10);
}

std::string advice(AlertFact const& fact) {
  if (fact.patience.empty()) return "; try `for: 2 runs`";
  return "; its `for` is " + fact.patience +
         " already: move its threshold, or give it a `recover` that is farther away";
}

void add_costs(Material const& material, Section& section) {
  std::map<std::string, Cost> costs;
  for (auto const& incident : material.incidents) {
    if (!is_in(incident.since, material.period) || is_event(incident)) continue;
    auto& cost = costs[incident.key.rule];
    ++cost.fired;
    if (cleared_alone(incident, material.period)) ++cost.alone;
  }
  for (auto const& [rule, cost] : costs) {
    if (cost.fired < kOften || double(cost.alone) < kMostly * double(cost.fired)) continue;
    auto const fact = std::ranges::find(material.alerts, rule, &AlertFact::id);
    section.remarks.push_back({Standing::watch, Untrusted(rule + ": fired " + std::to_string(cost.fired) + " times, " +
                                                          std::to_string(cost.alone) + " cleared alone" +
                                                          (fact == material.alerts.end() ? "" : advice(*fact)))});
  }
}

void add_quiet_rules(Material const& material, Section& section) {
  std::vector<std::string> never;
  for (auto const& fact : material.alerts) {
    bool const fired = std::ranges::any_of(material.incidents, [&](Incident const& one) {
      return one.key.rule == fact.id && (is_in(one.since, material.period) || is_open(one, material.at));
    });
    if (!fired) never.push_back(fact.id);
  }
  if (!never.empty())
    section.remarks.push_back({Standing::good, Untrusted("did not fire in the period: " + list_of(never))});
}

/// A day and a week are told to channels: what is to be put right in the files would come each time.
void add_silent(Material const& material, Section& section) {
  if (material.kind != Kind::status && material.kind != Kind::monthly) return;
  for (auto const& sentence : material.silent) section.remarks.push_back({Standing::unknown, Untrusted(sentence)});
}

Figure count(Material const& material, std::string id, std::string name, auto const& counts_in) {
  Figure out;
  out.id = std::move(id);
  out.name = std::move(name);
  out.unit = Unit::count;
  out.better = Better::lower;
  auto const count_in = [&](Period const& period) {
    return double(
        std::ranges::count_if(material.incidents, [&](Incident const& one) { return counts_in(one, period); }));
  };
  out.value = count_in(material.period);
  out.previous = count_in(material.previous);
  out.standing = Standing::good;
  return out;
}

}  // namespace

Section alert_section(Material const& material) {
  Section out{.id = "alerts", .title = "Alerts", .empty = "No alert."};
  auto open = count(material, "open", "Open incidents", [](Incident const& one, Period const& period) {
    return !is_event(one) && is_open(one, period.until);
  });
  if (*open.value > 0) open.standing = Standing::watch;
  auto critical = count(material, "open.critical", "Of them critical", [](Incident const& one, Period const& period) {
    return !is_event(one) && is_open(one, period.until) && (one.closed ? one.worst : one.level) == Level::critical;
  });
  if (*critical.value > 0) critical.standing = Standing::bad;
  open.is_key = critical.is_key = true;
  out.figures.push_back(std::move(open));
  out.figures.push_back(std::move(critical));
  if (material.kind != Kind::status) {
    out.figures.push_back(
        count(material, "opened", "Incidents in the period",
              [](Incident const& one, Period const& period) { return !is_event(one) && is_in(one.since, period); }));
    out.figures.push_back(
        count(material, "told", "Told once (on events)",
              [](Incident const& one, Period const& period) { return is_event(one) && is_in(one.since, period); }));
    out.figures.back().better = Better::neither;
  }
  add_open(material, out);
  if (material.kind == Kind::weekly || material.kind == Kind::monthly) add_costs(material, out);
  if (material.kind == Kind::monthly) add_quiet_rules(material, out);
  add_silent(material, out);
  return out;
}

}  // namespace lapwing::report
