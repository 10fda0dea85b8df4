// SPDX-License-Identifier: Apache-2.0
// alerts.yaml: from YAML to rules and the tests that stand beside them.
#pragma once

#include "config/map_reader.hpp"
#include "rules/rule.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lapwing::rules {

/// One entry of `tests:`. The values arrive one per run at the watched metric; each step expects a state.
struct RuleTest {
  std::string name;
  std::string alert;
  std::vector<std::optional<double>> values;  ///< absent: a run that brought nothing ("missing")
  std::vector<std::string> expect;            ///< ok, pending, info, warning or critical; as many as values
  config::Place place;
};

/// Reads the maps `alerts` and `tests` of one file, adding to what other files brought. Every fault becomes a problem:
/// unknown metrics, functions, units and keys; levels in the wrong order; an id that another file has; a test of an
/// unknown alert or with as many expectations as values. Call `check_tests` when all files are read.
class RuleFileReader {
 public:
  explicit RuleFileReader(config::Reading const& reading) : reading_(reading) {}

  void read(config::Value const& document);
  /// Checks that every test names an alert, and reads the tests' values in its unit.
  void check_tests();

  std::vector<Rule> take_rules() { return std::move(rules_); }
  std::vector<RuleTest> take_tests() { return std::move(tests_); }

 private:
  struct RawTest {
    RuleTest test;
    std::vector<std::pair<std::string, config::Place>> values;
    config::Place alert_place;
  };
  void read_alert(std::string const& id, config::MapReader map);
  void read_test(config::Value const& value);

  config::Reading reading_;
  std::vector<Rule> rules_;
  std::vector<RawTest> raw_tests_;
  std::vector<RuleTest> tests_;
};

}  // namespace lapwing::rules
