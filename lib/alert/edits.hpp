// SPDX-License-Identifier: Apache-2.0
// What an edit of the alerts does to what is going on. Identity is alert and labels, never the numbers: incidents and
// counters live on. Pure.
#pragma once

#include "alert/advance.hpp"

#include <map>
#include <optional>
#include <string>

namespace lapwing::alert {

/// What changed in each alert: "warning 65% -> 70%" by id. An alert that is not in it was not edited.
using Edits = std::map<std::string, std::string, std::less<>>;

/// Takes the state over to `evaluator`, which knows the edited alerts:
///  - what stands under an alert's former id (`was`) goes on under its new one;
///  - incidents of alerts that are no more or disabled, or that have no such result any more, are closed and their
///    standings forgotten: nothing would ever judge them again;
///  - what was judged last is judged again. An incident whose level moves by that cites its alert's edit; one that ends
///    was closed by the edit and did not recover. Without `edits`, as at a start, it is not known what was edited.
Tick take_edits(State& state, rules::Evaluator& evaluator, std::optional<Edits> const& edits, TimePoint now);

}  // namespace lapwing::alert
