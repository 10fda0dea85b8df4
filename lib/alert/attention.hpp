// SPDX-License-Identifier: Apache-2.0
// Who is told: the third axis of an incident. It moves neither level nor data. What is held is told when that ends, if
// it then still differs from what a channel was told last. Pure.
#pragma once

#include "alert/advance.hpp"
#include "alert/quiet_hours.hpp"
#include "alert/silence.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lapwing::alert {

/// What people said and want.
struct Attention {
  std::vector<Silence> silences;
  std::map<IncidentId, Ack> acks;
  std::vector<QuietHours> quiet_hours;
  Zone zone = Zone::utc();

  /// The silence that holds longest of those about the incident; nullptr for none.
  Silence const* silence_of(Key const& key, rules::Telling const* telling, TimePoint now) const;
  /// The acknowledgement that still counts: the incident has not got worse since. nullptr for none.
  Ack const* ack_of(Incident const& incident) const;
};

/// The event that tells of the end of a silence.
inline constexpr std::string_view kSilenceEnding = "silence.ending";

/// How people stand to an incident: open, acknowledged, silenced, quiet (by the clock) or waiting (for another alert or
/// for a source).
struct Stance {
  std::string_view word = "open";
  std::string why = {};  ///< in words, "" where it is open
};

/// Why nothing is told of an incident at present.
struct Held {
  std::string_view word;           ///< as in Stance
  std::string why;                 ///< "silenced by root until 2026-…: retraining"
  std::optional<TimePoint> until;  ///< absent: until something else changes
  bool for_good = false;           ///< nor afterwards: it happened once, while nobody wanted to hear of it
};

/// What an incident's alert says of who is told; nullptr for none.
rules::Telling const* telling_of(rules::RuleSet const& rules, std::string_view alert);

/// Absent: it may be told. `told` is what the channel heard last; quiet hours go by the worse of that and the present
/// level, so that the recovery of what woke people is told too. `is_blind`: whether a source behind an incident can not
/// be read. Of built-in alerts on sources and channels none is held back by another; that a silence ends is held back
/// by no silence.
std::optional<Held> held(Attention const& attention, rules::RuleSet const& rules, State const& state,
                         std::function<bool(Incident const&)> const& is_blind, Incident const& incident, Level told,
                         TimePoint now);

/// For people: "acknowledged by eva: on it", "silenced by root until …: retraining", or both; the word is that of what
/// holds it back, if anything does.
Stance stance(Attention const& attention, rules::RuleSet const& rules, State const& state,
              std::function<bool(Incident const&)> const& is_blind, Incident const& incident, TimePoint now);

}  // namespace lapwing::alert
