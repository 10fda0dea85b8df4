// SPDX-License-Identifier: Apache-2.0
// What an edit of the alert files changes, for people.
#pragma once

#include "rules/rule.hpp"

#include <map>
#include <string>
#include <vector>

namespace lapwing::rules {

struct Change {
  enum class Kind { added, removed, changed };
  Kind kind;
  std::string alert;
  std::string what;  ///< of a changed alert: "warning 65% -> 70%"
};

/// In order of the alerts' ids and then of their keys; none where nothing changed. An alert on a value that became one
/// on an event is another alert: removed and added. One that was renamed (`was`) is the same.
std::vector<Change> difference(RuleSet const& before, RuleSet const& after);

///   + alert-id                               added
///   - alert-id                               removed
///   ~ model-accuracy: warning 65% -> 70%     a key of an alert that stands in both
std::string text_of(Change const& change);

/// What changed in each alert that stands in both, its changes in one text: "warning 65% -> 70%, for at once -> 2
/// runs".
std::map<std::string, std::string, std::less<>> by_alert(std::vector<Change> const& changes);

}  // namespace lapwing::rules
