// SPDX-License-Identifier: Apache-2.0
#include "rules/difference.hpp"

#include "core/text.hpp"

#include <map>
#include <stdexcept>
#include <variant>

namespace lapwing::rules {
namespace {

using Either = std::variant<Rule const*, EventRule const*>;

std::map<std::string, Either> by_id(RuleSet const& rules) {
  std::map<std::string, Either> out;
  for (auto const& rule : rules.all()) out.emplace(rule.id, &rule);
  for (auto const& rule : rules.events()) out.emplace(rule.id, &rule);
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
  Changes(std::string const& id, std::vector<std::string>& lines) : id_(id), lines_(lines) {}

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
    changed("min_samples", std::to_string(before.min_samples), std::to_string(after.min_samples));
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
    lines_.push_back("~ " + id_ + ": " + std::string(key) + what);
  }

  std::string const& id_;
  std::vector<std::string>& lines_;
};

}  // namespace

std::vector<std::string> difference(RuleSet const& before, RuleSet const& after) {
  std::vector<std::string> lines;
  auto const old = by_id(before), now = by_id(after);
  auto ids = old;
  ids.insert(now.begin(), now.end());
  for (auto const& [id, unused] : ids) {
    auto const was = old.find(id), is = now.find(id);
    if (was != old.end() && is != now.end() && was->second.index() == is->second.index()) {
      std::visit([&](auto const* one) { Changes(id, lines).compare(*one, *std::get<decltype(one)>(is->second)); },
                 was->second);
      continue;
    }
    if (was != old.end()) lines.push_back("- " + id);
    if (is != now.end()) lines.push_back("+ " + id);
  }
  return lines;
}

}  // namespace lapwing::rules
