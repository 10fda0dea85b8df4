// SPDX-License-Identifier: Apache-2.0
// Plays the `tests:` of alert files through the very code that judges live.
#pragma once

#include "rules/rule_test.hpp"

#include <string>
#include <vector>

namespace lapwing::app {

struct TestOutcome {
  rules::RuleTest const* test;  ///< of the caller's list
  /// For each expectation, after each value.
  std::vector<std::vector<std::string>> got = {};       ///< the state
  std::vector<std::vector<std::string>> messages = {};  ///< what a channel that hears everything is told
  std::string told = "";                                ///< of an event's alert: the text; "" where it tells nothing
  std::string edited = "";                              ///< see app/shipped_tests.hpp

  bool passed() const;
  /// It neither passed nor is excused.
  bool failed() const { return !passed() && edited.empty(); }
};

/// What a state is called where the alert has no result with the labels expected.
inline constexpr std::string_view kNoResult = "no result";

/// Each test alone, on an empty history, one value a run. A "missing" value leaves the state as it is, but for alerts
/// that watch an age.
std::vector<TestOutcome> play_tests(rules::RuleSet const& rules, std::vector<rules::RuleTest> const& tests);

}  // namespace lapwing::app
