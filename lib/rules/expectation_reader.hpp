// SPDX-License-Identifier: Apache-2.0
// What a test of `tests:` says of the course of things: the states, the messages and the silences, run by run.
#pragma once

#include "rules/rule_test.hpp"

#include <string_view>
#include <vector>

namespace lapwing::rules {

class ExpectationReader {
 public:
  /// Of a test with so many runs.
  ExpectationReader(config::MapReader& test, std::size_t runs) : map_(test), runs_(runs) {}

  /// `expect` and `messages`: lists, or with `series` maps of lists by label set.
  std::vector<RuleTest::Expectation> read();
  /// `silences`: runs (3) and ranges of them (2..4), counted from 1. By run.
  std::vector<bool> read_silences();

 private:
  using Words = std::vector<std::string>;

  struct Kind {
    std::string_view key;
    std::string_view noun;  ///< "state"
    std::span<std::string_view const> known;
  };
  void read_by_labels(Kind const& kind, Words RuleTest::Expectation::*words);
  void check(Kind const& kind, std::string const& whose, config::Place const& place, Words const& words);
  void silence(config::Value const& item, std::vector<bool>& silenced);

  config::MapReader& map_;
  std::size_t runs_;
  std::vector<RuleTest::Expectation> out_;
};

}  // namespace lapwing::rules
