// SPDX-License-Identifier: Apache-2.0
#include "alert/attention.hpp"

#include "alert/blindness.hpp"
#include "alert/no_data.hpp"

#include <algorithm>

namespace lapwing::alert {
namespace {

/// Whether two label sets say the same of what both name.
bool agree(Labels const& one, Labels const& other) {
  return std::ranges::all_of(one.pairs(), [&](auto const& pair) {
    auto const value = other.get(pair.first);
    return value.empty() || value == pair.second;
  });
}

/// The open incident that another waits for.
Incident const* waited_for(rules::RuleSet const& rules, State const& state, Key const& key) {
  auto const* const rule = rules.find(key.rule);
  if (rule == nullptr || rule->depends_on.empty()) return nullptr;
  for (auto const& [id, other] : state.open) {
    bool const is_one = std::ranges::find(rule->depends_on, other.key.rule) != rule->depends_on.end();
    if (is_one && agree(key.labels, other.key.labels)) return &other;
  }
  return nullptr;
}

/// What an alert on an event tells was over as soon as it was there.
bool happened_once(Incident const& incident) { return incident.closed && incident.level != Level::ok; }

/// Whether it tells that a silence ends: held by that silence it would come too late.
bool is_about_silences(rules::RuleSet const& rules, std::string_view alert) {
  auto const* const rule = rules.find_event_rule(alert);
  return rule != nullptr && rule->on.type == kSilenceEnding;
}

/// Of a source or channel itself: that it can not be read is no reason not to say so.
bool is_about_the_watch(std::string_view alert) {
  return alert == kSourceUnreadable || alert == "channel-failing" || alert == "config-invalid" || alert == kNoData;
}

}  // namespace

Silence const* Attention::silence_of(Key const& key, rules::Telling const* telling, TimePoint now) const {
  Silence const* longest = nullptr;
  for (auto const& one : silences) {
    bool const is_longer = longest == nullptr || one.ends > longest->ends;
    if (one.holds(now) && is_longer && covers(one, key, telling)) longest = &one;
  }
  return longest;
}

Ack const* Attention::ack_of(Incident const& incident) const {
  auto const found = acks.find(incident.id);
  return found != acks.end() && incident.level <= found->second.level ? &found->second : nullptr;
}

rules::Telling const* telling_of(rules::RuleSet const& rules, std::string_view alert) {
  if (auto const* const rule = rules.find(alert)) return &rule->telling;
  if (auto const* const rule = rules.find_event_rule(alert)) return &rule->telling;
  return nullptr;
}

std::optional<Held> held(Attention const& attention, rules::RuleSet const& rules, State const& state,
                         std::function<bool(Incident const&)> const& is_blind, Incident const& incident, Level told,
                         TimePoint now) {
  auto const& key = incident.key;
  auto const* const silence = attention.silence_of(key, telling_of(rules, key.rule), now);
  if (silence != nullptr && !is_about_silences(rules, key.rule)) {
    return Held{"silenced",
                "silenced by " + silence->who + " until " + attention.zone.format(silence->ends) + ": " + silence->why,
                silence->ends, happened_once(incident)};
  }
  auto const level = std::max(told, incident.level);
  if (auto const until = quiet_until(attention.quiet_hours, level, now, attention.zone))
    return Held{"quiet", "quiet hours until " + attention.zone.format(*until), until};
  if (auto const* const other = waited_for(rules, state, key))
    return Held{"waiting", "it depends on " + other->key.rule + ", incident #" + std::to_string(other->id),
                std::nullopt};
  if (!is_about_the_watch(key.rule) && is_blind(incident))
    return Held{"waiting", "a source behind it can not be read", std::nullopt};
  return std::nullopt;
}

Stance stance(Attention const& attention, rules::RuleSet const& rules, State const& state,
              std::function<bool(Incident const&)> const& is_blind, Incident const& incident, TimePoint now) {
  Stance out;
  if (auto const* const ack = attention.ack_of(incident))
    out = {"acknowledged", "acknowledged by " + ack->who + (ack->why.empty() ? "" : ": " + ack->why)};
  if (auto const why = held(attention, rules, state, is_blind, incident, incident.level, now))
    out = {why->word, out.why + (out.why.empty() ? "" : "; ") + why->why};
  return out;
}

}  // namespace lapwing::alert
