// SPDX-License-Identifier: Apache-2.0
#include "poll/github_options.hpp"

#include "config/map_reader.hpp"

#include <gmock/gmock.h>

namespace lapwing::poll {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

struct Read {
  GithubOptions options;
  config::Problems problems;
};

Read read(std::string_view yaml) {
  Read out;
  Redactor redactor;
  config::References references(
      [](std::string const& name) { return name == "TOKEN" ? std::string("tok-en-1234") : std::string(); }, redactor);
  auto const value = config::parse_yaml(yaml, "lapwing.yaml", out.problems);
  EXPECT_TRUE(value) << out.problems.to_string();
  config::MapReader map(value.value(), "pollers.ci", {out.problems, references});
  out.options = read_github_options(map);
  map.finish();
  return out;
}

TEST(GithubOptions, TheRepositoryAloneIsEnough) {
  auto const [options, problems] = read("repository: acme/price-model\n");
  EXPECT_TRUE(problems.empty()) << problems.to_string();
  EXPECT_EQ(options.repository, "acme/price-model");
  EXPECT_EQ(options.access.url, "https://api.github.com");
  EXPECT_FALSE(options.access.token);
  EXPECT_EQ(options.access.share, 0.5);
  EXPECT_EQ(options.branch, "");
  EXPECT_FALSE(options.first_attempts);
}

TEST(GithubOptions, ReadsEveryKey) {
  auto const [options, problems] = read(R"(
repository: acme/price-model
token: ${env:TOKEN}
api_url: https://ghe.example/api/v3/
branch: release
look_back: 14d
attempts: first
use_at_most: 25%
plan: {minutes: 2000, storage: 500MB, weights: {windows: 2}}
schedules:
  Scheduled Training: {cron: "0 2 * * *", timezone: Europe/Berlin, grace: 90m}
  Nightly: {grace: 2h}
expects: {Scheduled Training: {metric: model.age, within: 45m}}
workflows: {CD (prod): {count_cancelled_as: failure}}
)");
  EXPECT_TRUE(problems.empty()) << problems.to_string();
  EXPECT_EQ(options.access.url, "https://ghe.example/api/v3");
  EXPECT_EQ(options.access.token, Secret("tok-en-1234"));
  EXPECT_EQ(options.access.share, 0.25);
  EXPECT_EQ(options.branch, "release");
  EXPECT_EQ(options.look_back, 14 * 24h);
  EXPECT_TRUE(options.first_attempts);
  EXPECT_EQ(options.plan.minutes, 2000);
  EXPECT_EQ(options.plan.storage, 500e6);
  EXPECT_EQ(options.plan.weights, (std::array<double, 3>{1, 2, 1}));
  auto const& training = options.schedules.at("Scheduled Training");
  EXPECT_EQ(training.schedule->cron.text(), "0 2 * * *");
  EXPECT_EQ(training.schedule->zone.name(), "Europe/Berlin");
  EXPECT_EQ(training.grace, 90min);
  EXPECT_FALSE(options.schedules.at("Nightly").schedule) << "the file's, with another grace";
  EXPECT_EQ(options.expects.at("Scheduled Training").metric, "model.age");
  EXPECT_EQ(options.expects.at("Scheduled Training").within, 45min);
  EXPECT_TRUE(options.cancelled_is_failure.at("CD (prod)"));
}

struct Fault {
  char const* yaml;
  int line;
  char const* says;
};

TEST(GithubOptions, RefusesDefectsWithTheirPlaceAndTheRemedy) {
  std::vector<Fault> const faults{
      {"repository: acme\n", 1, "write owner/name"},
      {"repository: acme/a/b\n", 1, "write owner/name"},
      {"repository: acme/../x\n", 1, "write owner/name"},
      {"repository: 'acme/x?y'\n", 1, "write owner/name"},
      {"repository: a/b\napi_url: http://ghe.example\n", 2, "must be an https address"},
      {"repository: a/b\napi_url: 'https://ghe.example/?x'\n", 2, "must be an https address"},
      {"repository: a/b\nuse_at_most: 0%\n", 2, "more than 0%"},
      {"repository: a/b\nuse_at_most: 200%\n", 2, "at most 100%"},
      {"repository: a/b\nuse_at_most: 50\n", 2, "must be a share"},
      {"repository: a/b\nattempts: last\n", 2, "attempts"},
      {"repository: a/b\nplan: {minutes: 0}\n", 2, "must be more than 0"},
      {"repository: a/b\nplan: {minuts: 7}\n", 2, "did you mean 'minutes'"},
      {"repository: a/b\nplan: {weights: {linux: -1}}\n", 2, "weight"},
      {"repository: a/b\nschedules: [a]\n", 2, "must be a map from a workflow's name"},
      {"repository: a/b\nschedules: {T: {cron: '61 * * * *'}}\n", 2, "'61' is no minute"},
      {"repository: a/b\nschedules: {T: {timezone: Europe/Berlinn}}\n", 2, "Europe/Berlin"},
      {"repository: a/b\nschedules: {T: {grase: 5m}}\n", 2, "did you mean 'grace'"},
      {"repository: a/b\nexpects: {T: {metric: model.agee}}\n", 2, "did you mean 'model.age'"},
      {"repository: a/b\nexpects: {T: {within: 5m}}\n", 2, "metric"},
      {"repository: a/b\nworkflows: {T: {count_cancelled_as: fail}}\n", 2, "count_cancelled_as"},
      {"repository: a/b\nworkflows: {T: 5}\n", 2, "map"},
      {"repository: a/b\ntoken: ${env:NO_SUCH}\n", 2, "NO_SUCH"},
  };
  for (auto const& fault : faults) {
    auto const problems = read(fault.yaml).problems;
    ASSERT_FALSE(problems.empty()) << fault.yaml;
    EXPECT_EQ(problems.list()[0].place.line, fault.line) << fault.yaml;
    EXPECT_THAT(problems.to_string(), HasSubstr(fault.says)) << fault.yaml;
  }
}

}  // namespace
}  // namespace lapwing::poll
