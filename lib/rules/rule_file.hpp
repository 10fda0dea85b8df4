// SPDX-License-Identifier: Apache-2.0
// alerts.yaml: from YAML to rules and the tests that stand beside them.
#pragma once

#include "config/map_reader.hpp"
#include "rules/rule.hpp"
#include "rules/rule_test.hpp"

#include <string>
#include <vector>

namespace lapwing::rules {

/// Reads the maps `alerts` and `tests` of one file, adding to what other files brought. Every fault becomes a problem:
/// unknown metrics, functions, units and keys; levels in the wrong order; an id that another file has. Call
/// `finish` when all files are read: a test may name an alert of another file.
class RuleFileReader {
 public:
  explicit RuleFileReader(config::Reading const& reading) : reading_(reading) {}

  void read(config::Value const& document);
  /// Reads the tests against all alerts, and checks what alerts say of one another.
  void finish();

  std::vector<Rule> take_rules() { return std::move(rules_); }
  std::vector<EventRule> take_events() { return std::move(events_); }
  std::vector<RuleTest> take_tests() { return std::move(tests_); }

 private:
  void read_defaults(config::MapReader& root, Rule& defaults);
  void read_alert(std::string const& id, config::MapReader map, Rule const& defaults);
  void read_watching(config::MapReader& map, Rule& rule);
  void read_event_alert(config::MapReader& map, EventRule& rule);
  void read_was(config::MapReader& map, Rule& rule);
  void check_renames();
  void check_dependencies();

  config::Reading reading_;
  std::vector<Rule> rules_;
  std::vector<EventRule> events_;
  std::vector<std::pair<config::Place, std::string>> renames_;    // where a `was` stands, and what it says
  std::vector<std::pair<config::Place, std::string>> depending_;  // where a `depends_on` stands, and in which alert
  std::vector<config::Value> raw_tests_;
  std::vector<RuleTest> tests_;
};

}  // namespace lapwing::rules
