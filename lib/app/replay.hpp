// SPDX-License-Identifier: Apache-2.0
// Plays the `tests:` of alert files through the very code that judges live.
#pragma once

#include "rules/rule_file.hpp"

#include <string>
#include <vector>

namespace lapwing::app {

struct TestOutcome {
  rules::RuleTest const* test;   // of the caller's list
  std::vector<std::string> got;  ///< the state after each value; as many as the test has values
  std::string refused;           ///< why the test could not be played; "" else
  bool passed() const { return refused.empty() && got == test->expect; }
};

/// Each test alone, on an empty history, one value an hour. A "missing" value leaves the state as it is.
std::vector<TestOutcome> play_tests(rules::RuleSet const& rules, std::vector<rules::RuleTest> const& tests);

}  // namespace lapwing::app
