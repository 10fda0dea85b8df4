// SPDX-License-Identifier: Apache-2.0
// What an edit of the alert files changes, for people.
#pragma once

#include "rules/rule.hpp"

#include <string>
#include <vector>

namespace lapwing::rules {

/// One line a change, in order of the alerts' ids and then of their keys; none where nothing changed:
///   + alert-id                               added
///   - alert-id                               removed
///   ~ model-accuracy: warning 65% -> 70%     a key of an alert that stands in both
/// An alert on a value that became one on an event is another alert: removed and added.
std::vector<std::string> difference(RuleSet const& before, RuleSet const& after);

}  // namespace lapwing::rules
