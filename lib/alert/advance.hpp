// SPDX-License-Identifier: Apache-2.0
// The state machine: from what the rules show to what has happened. Pure: knows no store, no channel and no clock.
#pragma once

#include "alert/incident.hpp"
#include "rules/evaluate.hpp"

#include <map>
#include <string_view>
#include <vector>

namespace lapwing::alert {

/// All standings and all open incidents. What the store loads at start and every tick moves on.
struct State {
  std::map<Key, Standing> standings;
  std::map<IncidentId, Incident> open;
  IncidentId next_id = 1;
};

/// What one tick changed. `incidents` holds each changed incident once, as it stands at the end of the tick (closed
/// ones too); transitions are all of them, in order.
struct Tick {
  std::vector<Key> standings;
  std::vector<Incident> incidents;
  std::vector<Transition> transitions;
};

/// Moves the state by the verdicts, which come in order of time.
///  - A level counts once it has shown for the rule's `for`: so many samples in a row, so long between first and last.
///  - It falls to a milder level at once, and to ok when the rule has cleared (recover) for its `recover_for`. Missing
///    samples change nothing.
///  - While what shows goes to and fro (flap), an open incident gets worse but neither eases nor closes.
///  - A verdict not newer than the last one judged (after an edit of the rules, or when a sample came late or took
///    another's place) re-judges in place: it does not count as another run, but a value that is now beyond a
///    threshold, or no longer, opens, worsens, eases or closes at once.
///  - A window with too few samples moves no level; where there is none, the standing is learning.
Tick advance(State& state, rules::Evaluator const& evaluator, std::vector<rules::Verdict> const& verdicts);

/// Ends an open incident for another reason than a recovery of its value: closed, told as a move to ok, in the tick.
void end_incident(State& state, IncidentId id, std::string why, TimePoint now, Tick& tick);

/// ok, learning, pending, info, warning or critical: how a standing is shown.
std::string_view describe(Standing const& standing);

}  // namespace lapwing::alert
