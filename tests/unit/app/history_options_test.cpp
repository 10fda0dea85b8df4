// SPDX-License-Identifier: Apache-2.0
#include "app/history_options.hpp"

#include "config/value.hpp"

#include <gmock/gmock.h>

namespace lapwing::app {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

class HistoryOptions : public testing::Test {
 protected:
  config::Problems problems;
  std::vector<std::string> effective;

  store::Retention read(std::string const& yaml) {
    problems = {};
    Redactor redactor;
    config::References references([](std::string const&) { return ""; }, redactor);
    auto const document = config::parse_yaml(yaml + "\nproject: p", "lapwing.yaml", problems);
    config::MapReader root(*document, "", {problems, references, &effective});
    return read_retention(root);
  }
};

TEST_F(HistoryOptions, WithoutAnyEverythingIsKeptForFourHundredDays) {
  auto const retention = read("");
  EXPECT_EQ(retention.age, 400 * 24h);
  EXPECT_THAT(retention.thin, IsEmpty());
  EXPECT_THAT(effective, Contains("retention: 400d"));
}

TEST_F(HistoryOptions, WhatIsWrittenCounts) {
  auto const retention = read("retention: 90d\nthin: {poll.duration: 1h, data.age: 6h}");
  EXPECT_EQ(problems.to_string(), "");
  EXPECT_EQ(retention.age, 90 * 24h);
  EXPECT_THAT(retention.thin, ElementsAre(Pair("data.age", 6h), Pair("poll.duration", 1h)));
  EXPECT_THAT(effective, Contains("thin.data.age: 6h"));
}

TEST_F(HistoryOptions, WhatCanNotBeIsNamedWithItsPlace) {
  std::vector<std::pair<std::string, std::string>> const table{
      {"retention: 34d", "lapwing.yaml:1:12: retention: at least 35d are needed"},
      {"retention: 400", "lapwing.yaml:1:12: retention: "},
      {"thin: 1h", "lapwing.yaml:1:7: thin must be a map"},
      {"thin: {data.aeg: 6h}", "lapwing.yaml:1:18: there is no metric 'data.aeg'; did you mean 'data.age'?"},
      {"thin: {data.age: often}", "lapwing.yaml:1:18: data.age: "},
      {"thin: {data.age: 1s}", "a step is at least 1m"},
      {"thin: {run.success: 1h}", "run.success can not be thinned: each of its samples is a run"},
      {"thin: {job.duration: 1h}", "each of its samples is a run"},
      {"thin: {pr.duration: 1h}", "each of its samples is a run"},
      {"thin: {model.accuracy: 7d}", "each of its samples is a version of a model"},
      {"thin: {model.baseline: 7d}", "each of its samples is a version of a model"},
      {"thin: {poll.success: 1h}", "each of its samples is an outcome"},
      {"thin: {security.new_findings: 1d}", "each of its samples is a scan's finds"},
  };
  for (auto const& [yaml, what] : table) {
    read(yaml);
    EXPECT_THAT(problems.to_string(), HasSubstr(what)) << yaml;
  }
}

}  // namespace
}  // namespace lapwing::app
