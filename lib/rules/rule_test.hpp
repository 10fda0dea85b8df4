// SPDX-License-Identifier: Apache-2.0
// The `tests:` beside the alerts: what comes in, and what state each alert must then be in.
#pragma once

#include "config/map_reader.hpp"
#include "rules/rule.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lapwing::rules {

/// One entry of `tests:`. Of a watching alert the inputs arrive one value a run, all series at once, and a state is
/// expected after each. Of an event's alert one event happens, with the inputs known before, and a text is expected.
struct RuleTest {
  struct Input {
    std::string metric;
    Labels labels;
    std::vector<std::optional<double>> values;  ///< absent: a run that brought nothing ("missing")
  };
  struct Expectation {
    std::optional<Labels> labels;            ///< absent: of the only result there is
    std::vector<std::string> states;         ///< as many as every input has values
    std::vector<std::string> messages = {};  ///< what is told after each value; empty: not looked at
  };
  std::string name;
  std::string alert;
  config::Place place;
  Duration every{std::chrono::hours{1}};  ///< from one run to the next
  std::vector<bool> silenced;             ///< by run: whether a silence is in force after it
  std::vector<Input> inputs;
  std::vector<Expectation> expect;
  std::optional<Event> event;
  std::string told;  ///< the text expected of the event; "" for none

  bool is_silenced(std::size_t run) const { return run < silenced.size() && silenced[run]; }
};

/// The states that a test may expect, and what it may expect to be told.
std::span<std::string_view const> expectable_states();
std::span<std::string_view const> expectable_messages();

/// Reads one test against the alerts that there are; absent after a problem. Every fault becomes one: an alert that
/// there is none of, a series that it does not look at, values of another unit, as many expectations as values.
std::optional<RuleTest> read_rule_test(config::Value const& value, RuleSet const& rules,
                                       config::Reading const& reading);

}  // namespace lapwing::rules
