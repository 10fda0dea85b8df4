// SPDX-License-Identifier: Apache-2.0
#include "app/shipped_tests.hpp"

#include "core/text.hpp"
#include "rules/difference.hpp"
#include "rules/rule_file.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

namespace lapwing::app {
namespace {

struct Shipped {
  rules::RuleSet rules;
  std::vector<rules::RuleTest> tests;
};

Shipped read(std::string_view yaml) {
  config::Problems problems;
  Redactor redactor;
  config::References references([](std::string const&) { return std::string(); }, redactor);
  rules::RuleFileReader reader({problems, references, nullptr});
  auto const document = config::parse_yaml(yaml, "the shipped alerts", problems);
  if (document) reader.read(*document);
  reader.finish();
  if (!problems.empty()) throw std::logic_error("the shipped alerts: " + problems.to_string());
  return {rules::RuleSet(reader.take_rules(), reader.take_events()), reader.take_tests()};
}

using Input = rules::RuleTest::Input;
using Expectation = rules::RuleTest::Expectation;

bool is_same_input(Input const& a, Input const& b) {
  return std::tie(a.metric, a.labels, a.values) == std::tie(b.metric, b.labels, b.values);
}

bool is_same_expectation(Expectation const& a, Expectation const& b) {
  return std::tie(a.labels, a.states, a.messages) == std::tie(b.labels, b.states, b.messages);
}

bool is_same_event(std::optional<Event> const& a, std::optional<Event> const& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return std::tie(a->type, a->labels, a->fields) == std::tie(b->type, b->labels, b->fields);
}

/// Wherever they stand.
bool is_same(rules::RuleTest const& a, rules::RuleTest const& b) {
  return std::tie(a.name, a.alert, a.every, a.silenced, a.told) ==
             std::tie(b.name, b.alert, b.every, b.silenced, b.told) &&
         std::ranges::equal(a.inputs, b.inputs, is_same_input) &&
         std::ranges::equal(a.expect, b.expect, is_same_expectation) && is_same_event(a.event, b.event);
}

}  // namespace

void excuse_shipped(std::vector<TestOutcome>& outcomes, rules::RuleSet const& rules, std::string_view shipped) {
  if (std::ranges::all_of(outcomes, &TestOutcome::passed)) return;
  auto const original = read(shipped);
  auto const edits = rules::by_alert(rules::difference(original.rules, rules));
  for (auto& outcome : outcomes) {
    auto const edit = edits.find(outcome.test->alert);
    bool const is_shipped =
        std::ranges::any_of(original.tests, [&](auto const& test) { return is_same(test, *outcome.test); });
    if (!outcome.passed() && is_shipped && edit != edits.end()) outcome.edited = edit->second;
  }
}

std::vector<std::string> describe_excused(std::vector<TestOutcome> const& outcomes) {
  std::map<std::string, std::vector<TestOutcome const*>> by_alert;
  for (auto const& outcome : outcomes) {
    if (!outcome.edited.empty()) by_alert[outcome.test->alert].push_back(&outcome);
  }
  std::vector<std::string> out;
  for (auto const& [alert, excused] : by_alert) {
    std::vector<std::string> places;
    for (auto const* const one : excused) places.push_back(one->test->place.to_string());
    bool const is_one = places.size() == 1;
    out.push_back(alert + " is not as it was shipped (" + excused.front()->edited + "): its shipped " +
                  (is_one ? "test at " : "tests at ") + list_of(places) + (is_one ? " holds" : " hold") +
                  " no more. Edit " + (is_one ? "it, or delete it" : "them, or delete them"));
  }
  return out;
}

}  // namespace lapwing::app
