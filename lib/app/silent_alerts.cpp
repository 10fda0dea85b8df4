// SPDX-License-Identifier: Apache-2.0
#include "app/silent_alerts.hpp"

#include "core/catalogue.hpp"
#include "core/event_catalogue.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace lapwing::app {

using namespace std::chrono_literals;

namespace {

bool has(rules::Rule const& rule, Level level) { return rule.bounds[std::size_t(level)].has_value(); }

/// The level is never shown, as the worse one is at the same bound.
bool is_hidden_by(rules::Rule const& rule, Level milder, Level worse) {
  if (milder >= worse || !has(rule, milder) || !has(rule, worse)) return false;
  auto const one = *rule.bounds[std::size_t(milder)], other = *rule.bounds[std::size_t(worse)];
  return one.low == other.low && one.high == other.high;
}

/// What of the alert is longer than samples are kept; "" where nothing is.
std::string beyond(rules::Rule const& rule, Duration kept) {
  Duration window{0};
  for (auto const* const samples : rule.watch.sources())
    window = std::max(window, samples->window.length.value_or(Duration{0}));
  if (window > kept) return "looks back " + format_duration(window);
  if (rule.hold.length > kept) return "waits " + format_duration(rule.hold.length) + " (`for`)";
  if (rule.recover_hold.length > kept) return "waits " + format_duration(rule.recover_hold.length) + " (`recover_for`)";
  return "";
}

/// The values of each label of one metric or event.
using Values = std::map<std::string, std::set<std::string_view>, std::less<>>;

void add(Values& values, Labels const& labels) {
  for (auto const& [name, value] : labels.pairs()) values[name].insert(value);
}

/// How something ended, unlike what it is about, may come one day without having come before.
bool is_an_outcome(std::string_view label) { return label == "conclusion" || label == "event" || label == "severity"; }

/// Collects causes, each with the alerts that it silences, in the order of finding.
class Causes {
 public:
  void add(std::string cause, std::string const& alert) {
    auto const found = std::ranges::find(list_, cause, &Cause::what);
    auto& alerts = found == list_.end() ? list_.emplace_back(Cause{std::move(cause), {}}).alerts : found->alerts;
    if (std::ranges::find(alerts, alert) == alerts.end()) alerts.push_back(alert);
  }
  std::vector<std::string> sentences() const {
    std::vector<std::string> out;
    for (auto const& [what, alerts] : list_) out.push_back(what + "; can not fire: " + list_of(alerts));
    return out;
  }

 private:
  struct Cause {
    std::string what;
    std::vector<std::string> alerts;
  };
  std::vector<Cause> list_;
};

class Search {
 public:
  Search(View const& view, Seen const& seen) : view_(view), seen_(seen) {}

  std::vector<std::string> run() {
    for (auto const& rule : view_.rules.all()) {
      for (auto const* const samples : rule.watch.sources()) look_at(rule.id, samples->selector);
    }
    for (auto const& rule : view_.rules.events()) look_at(rule);
    return causes_.sentences();
  }

 private:
  /// Whether the poller type was read at least once; a type that there is no poller of is a cause.
  bool was_read(std::string const& alert, std::string_view type) {
    bool any = false, read = false;
    for (auto const& poller : view_.sources) {
      if (poller.type != type && type != "every poller") continue;
      any = true;
      auto const record = std::ranges::find(seen_.pollers, poller.name, &store::PollerRecord::name);
      read = read || (record != seen_.pollers.end() && record->last_success);
    }
    bool const is_ours = type == "every channel" || type == "the daemon";  // seen when it happens
    if (!any && !is_ours) causes_.add("no poller of type " + std::string(type) + " is configured", alert);
    return read;
  }

  void look_at(std::string const& alert, rules::Selector const& selector) {
    auto const* const metric = find_metric(selector.metric);
    if (metric == nullptr || !was_read(alert, metric->source)) return;
    auto const found = seen_.samples.find(selector.metric);
    if (found == seen_.samples.end()) return causes_.add(selector.metric + " was never seen", alert);
    Values values;
    for (auto const& [labels, point] : found->second) add(values, labels);
    look_for_values(alert, selector.metric, selector.matchers, values);
  }

  void look_at(rules::EventRule const& rule) {
    auto const* const kind = find_event(rule.on.type);
    if (kind == nullptr || !was_read(rule.id, kind->source)) return;
    Values values;
    for (auto const& event : seen_.events) {
      if (event.type == rule.on.type) add(values, event.labels);
    }
    // What a source's samples are about, its events may be about too, though none has happened yet.
    for (auto const& [metric, series] : seen_.samples) {
      auto const* const known = find_metric(metric);
      for (auto const& [labels, point] : series) {
        if (known != nullptr && known->source == kind->source) add(values, labels);
      }
    }
    std::vector<rules::Matcher> about;
    std::ranges::copy_if(rule.on.matchers, std::back_inserter(about),
                         [](auto const& one) { return !is_an_outcome(one.label); });
    look_for_values(rule.id, rule.on.type, about, values);
  }

  void look_for_values(std::string const& alert, std::string const& of, std::vector<rules::Matcher> const& matchers,
                       Values const& values) {
    for (auto const& matcher : matchers) {
      if (matcher.op != rules::Matcher::Op::equal || matcher.value.empty()) continue;
      auto const known = values.find(matcher.label);
      if (known != values.end() && known->second.contains(matcher.value)) continue;
      std::vector<std::string_view> there;
      if (known != values.end()) there.assign(known->second.begin(), known->second.end());
      causes_.add("no " + of + " with " + matcher.label + "=\"" + printable(matcher.value, 60) + "\" was ever seen" +
                      did_you_mean(matcher.value, there),
                  alert);
    }
  }

  View const& view_;
  Seen const& seen_;
  Causes causes_;
};

}  // namespace

std::vector<std::string> find_silent(View const& view) {
  std::vector<std::string> out;
  for (auto const& rule : view.rules.all()) {
    for (auto const milder : kAlertLevels) {
      for (auto const worse : kAlertLevels) {
        if (is_hidden_by(rule, milder, worse))
          out.push_back(rule.id + " is never " + std::string(name_of(milder)) + ": " + std::string(name_of(worse)) +
                        " has the same threshold (" + threshold_text(rule, worse) + ")");
      }
    }
  }
  for (auto const& rule : view.rules.all()) {
    if (auto const what = beyond(rule, view.kept); !what.empty())
      out.push_back(rule.id + " " + what + ", but samples are kept for " + format_duration(view.kept) +
                    " (`retention`)");
  }
  for (auto const& [id, channels] : view.routes.by_alert) {
    if (channels.empty()) out.push_back("no channel hears " + id + ": its `notify` is empty");
  }
  for (auto const level : kAlertLevels) {
    std::vector<std::string> ids;
    auto const look_at = [&](std::string const& id) {
      if (view.routes.of(id, level).empty() && !view.routes.by_alert.contains(id)) ids.push_back(id);
    };
    for (auto const& rule : view.rules.all()) {
      if (has(rule, level)) look_at(rule.id);
    }
    for (auto const& rule : view.rules.events()) {
      if (rule.level == level) look_at(rule.id);
    }
    if (!ids.empty())
      out.push_back("no channel hears " + std::string(name_of(level)) + " (notify." + std::string(name_of(level)) +
                    " is empty), the level of " + list_of(ids));
  }
  return out;
}

std::vector<std::string> find_silent(View const& view, Seen const& seen) { return Search(view, seen).run(); }

std::vector<std::string> find_silent(View const& view, store::Store& store) {
  auto out = find_silent(view);
  auto samples = store.newest_samples();
  auto events = store.events({TimePoint::min(), TimePoint::max()});
  auto pollers = store.pollers();
  if (samples && events && pollers)
    std::ranges::move(find_silent(view, Seen{*std::move(samples), *std::move(events), *std::move(pollers)}),
                      std::back_inserter(out));
  return out;
}

std::vector<std::string> const& SilentSearch::find(std::shared_ptr<View const> const& view, store::Store& store,
                                                   TimePoint now) {
  if (view == view_ && now - looked_at_ < 5min && now >= looked_at_) return found_;
  found_ = find_silent(*view, store);
  view_ = view;
  looked_at_ = now;
  return found_;
}

}  // namespace lapwing::app
