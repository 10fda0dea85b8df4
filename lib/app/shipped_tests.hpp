// SPDX-License-Identifier: Apache-2.0
// The tests that come with the shipped alerts pin the shipped numbers. Who edits a threshold makes some of them untrue,
// and has made no mistake.
#pragma once

#include "app/replay.hpp"

#include <string_view>
#include <vector>

namespace lapwing::app {

/// Excuses what did not pass for an edit alone: the test stands word for word in `shipped`, an alert file, and its
/// alert is another there. Its `edited` says what is: "warning 65% -> 70%". A test of the user's own, an edited one
/// too, is never excused.
void excuse_shipped(std::vector<TestOutcome>& outcomes, rules::RuleSet const& rules, std::string_view shipped);

/// "model-accuracy is not as it was shipped (warning 65% -> 70%): its shipped test at alerts.yaml:333:5 holds no more.
/// Edit it, or delete it", a sentence an alert.
std::vector<std::string> describe_excused(std::vector<TestOutcome> const& outcomes);

}  // namespace lapwing::app
