// SPDX-License-Identifier: Apache-2.0
#include "rules/difference.hpp"

#include "core/text.hpp"
#include "rules/telling_reader.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>
#include <variant>

namespace lapwing::rules {
namespace {

using Either = std::variant<Rule const*, EventRule const*>;

std::map<std::string, Either> by_id(RuleSet const& rules) {
  std::map<std::string, Either> out;
  for (auto const& rule : rules.all()) out.emplace(rule.id, &rule);
  for (auto const& rule : rules.disabled()) out.emplace(rule.id, &rule);
  for (auto const& rule : rules.events()) out.emplace(rule.id, &rule);
  for (auto const& rule : rules.disabled_events()) out.emplace(rule.id, &rule);
  return out;
}

std::string_view name_of(When when) {
  switch (when) {
    case When::below:
      return "below";
    case When::above:
      return "above";
    case When::outside:
      return "outside";
    case When::equals:
      return "equals";
    case When::differs:
      return "differs";
  }
  throw std::logic_error("name_of: unknown When");
}

std::string_view name_of(Matcher::Op op) {
  switch (op) {
    case Matcher::Op::equal:
      return "=";
    case Matcher::Op::not_equal:
      return "!=";
    case Matcher::Op::matches:
      return "=~";
    case Matcher::Op::not_matches:
      return "!~";
  }
  throw std::logic_error("name_of: unknown Matcher::Op");
}

std::string text_of(EventSelector const& on) {
  std::string out;
  for (auto const& matcher : on.matchers) {
    out += (out.empty() ? "{" : ", ") + matcher.label + std::string(name_of(matcher.op)) + '"' + matcher.value + '"';
  }
  return on.type + out + (out.empty() ? "" : "}");
}

std::string text_of(Hold const& hold) {
  if (hold.length > Duration{0}) return format_duration(hold.length);
  return hold.runs > 1 ? std::to_string(hold.runs) + " runs" : "at once";
}

std::string text_of(std::optional<double> const& share) {
  return share ? format_quantity(*share, Unit::ratio) : "none";
}

std::string text_of(std::vector<std::string> const& names) { return names.empty() ? "none" : list_of(names); }

std::string text_of(std::optional<std::vector<std::string>> const& channels) {
  return channels ? text_of(*channels) : "by severity";
}

std::string text_of(Labels const& labels) { return labels.empty() ? "none" : labels.to_string(); }

std::string text_of(std::optional<Duration> const& every) {
  if (!every) return "default";
  return *every == Duration{0} ? "never" : format_duration(*every);
}

std::string text_of(std::optional<Flap> const& flap) {
  if (!flap) return "off";
  return "from " + text_of(std::optional(flap->high)) + " to below " + text_of(std::optional(flap->low)) + " of " +
         std::to_string(flap->window) + " runs";
}

/// As it stands in the file, but told apart from another number beside it.
std::string text_of(std::optional<Bound> const& bound, std::optional<Bound> const& other, Rule const& rule) {
  if (!bound) return "none";
  auto const unit = rule.watch.unit;
  auto const low = format_beside(bound->low, other ? other->low : bound->low, unit);
  if (rule.when != When::outside) return low;
  return low + ".." + format_beside(bound->high, other ? other->high : bound->high, unit);
}

/// The lines of one alert.
class Changes {
 public:
  Changes(std::string const& id, std::vector<Change>& changes) : id_(id), changes_(changes) {}

  void compare(Rule const& before, Rule const& after) {
    changed("watch", before.watch.text, after.watch.text);
    changed("when", name_of(before.when), name_of(after.when));
    for (auto const level : kAlertLevels) {
      auto const& old = before.bounds[std::size_t(level)];
      auto const& now = after.bounds[std::size_t(level)];
      changed(lapwing::name_of(level), text_of(old, now, before), text_of(now, old, after));
    }
    auto const old = as_bound(before.recover), now = as_bound(after.recover);
    changed("recover", text_of(old, now, before), text_of(now, old, after));
    changed("for", text_of(before.hold), text_of(after.hold));
    changed("recover_for", text_of(before.recover_hold), text_of(after.recover_hold));
    changed("flap", text_of(before.flap), text_of(after.flap));
    changed("significance", text_of(before.significance), text_of(after.significance));
    changed("min_samples", std::to_string(before.min_samples), std::to_string(after.min_samples));
    changed("no_data", rules::text_of(before.no_data), rules::text_of(after.no_data));
    changed("depends_on", text_of(before.depends_on), text_of(after.depends_on));
    for (auto const level : kAlertLevels) {
      changed("remind " + std::string(lapwing::name_of(level)), text_of(before.telling.remind[std::size_t(level)]),
              text_of(after.telling.remind[std::size_t(level)]));
    }
    reworded("summary", before.summary, after.summary);
    compare_advice(before, after);
  }

  void compare(EventRule const& before, EventRule const& after) {
    changed("on", text_of(before.on), text_of(after.on));
    changed("level", lapwing::name_of(before.level), lapwing::name_of(after.level));
    reworded(lapwing::name_of(after.level), before.text, after.text);
    compare_advice(before, after);
  }

 private:
  static std::optional<Bound> as_bound(std::optional<double> at) {
    return at ? std::optional(Bound{*at, *at}) : std::nullopt;
  }

  void compare_advice(auto const& before, auto const& after) {
    changed("enabled", before.is_enabled ? "true" : "false", after.is_enabled ? "true" : "false");
    changed("labels", text_of(before.telling.labels), text_of(after.telling.labels));
    changed("notify", text_of(before.telling.channels), text_of(after.telling.channels));
    reworded("action", before.action, after.action);
    reworded("runbook", before.runbook, after.runbook);
  }

  void changed(std::string_view key, std::string_view before, std::string_view after) {
    if (before != after) add(key, " " + printable(before) + " -> " + printable(after));
  }

  void reworded(std::string_view key, std::string_view before, std::string_view after) {
    if (before != after) add(key, ": text changed");
  }

  void add(std::string_view key, std::string const& what) {
    changes_.push_back({Change::Kind::changed, id_, std::string(key) + what});
  }

  std::string const& id_;
  std::vector<Change>& changes_;
};

}  // namespace

std::vector<Change> difference(RuleSet const& before, RuleSet const& after) {
  std::vector<Change> changes;
  auto old = by_id(before);
  auto const now = by_id(after);
  for (auto const& [id, rule] : now) {
    auto const* const* const watching = std::get_if<Rule const*>(&rule);
    auto const found = watching == nullptr || old.contains(id) ? old.end() : old.find((*watching)->was);
    if (found == old.end()) continue;
    changes.push_back({Change::Kind::changed, id, "renamed from " + found->first});
    old.emplace(id, found->second);
    old.erase(found);
  }
  auto ids = old;
  ids.insert(now.begin(), now.end());
  for (auto const& [id, unused] : ids) {
    auto const was = std::as_const(old).find(id), is = now.find(id);
    if (was != old.end() && is != now.end() && was->second.index() == is->second.index()) {
      std::visit([&](auto const* one) { Changes(id, changes).compare(*one, *std::get<decltype(one)>(is->second)); },
                 was->second);
      continue;
    }
    if (was != old.end()) changes.push_back({Change::Kind::removed, id, ""});
    if (is != now.end()) changes.push_back({Change::Kind::added, id, ""});
  }
  std::ranges::stable_sort(changes, {}, &Change::alert);
  return changes;
}

std::string text_of(Change const& change) {
  switch (change.kind) {
    case Change::Kind::added:
      return "+ " + change.alert;
    case Change::Kind::removed:
      return "- " + change.alert;
    case Change::Kind::changed:
      return "~ " + change.alert + ": " + change.what;
  }
  throw std::logic_error("text_of: unknown Change::Kind");
}

std::map<std::string, std::string, std::less<>> by_alert(std::vector<Change> const& changes) {
  std::map<std::string, std::string, std::less<>> out;
  for (auto const& one : changes) {
    if (one.kind != Change::Kind::changed) continue;
    auto& text = out[one.alert];
    text += (text.empty() ? "" : ", ") + one.what;
  }
  return out;
}

}  // namespace lapwing::rules
