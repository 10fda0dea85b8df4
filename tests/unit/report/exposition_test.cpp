// SPDX-License-Identifier: Apache-2.0
#include "report/exposition.hpp"

#include "core/prometheus_name.hpp"
#include "core/text.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <regex>
#include <set>

namespace lapwing::report {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TimePoint const kNow = *parse_timestamp("2026-03-02T12:00:00Z");

/// A sample of every metric there is, and of everything else.
Exposed everything() {
  Exposed out;
  out.version = "1.2.3";
  for (auto const& metric : catalogue()) {
    Labels labels;
    for (auto const name : split(metric.labels, ',')) {
      if (!name.empty() && name.find('[') == name.npos && trim(name) != "job") labels.set(trim(name), "x");
    }
    out.samples[std::string(metric.name)][labels] = {kNow, 0.5};
  }
  out.open = {{Level::critical, 2}};
  out.pollers = {{"ci", "github_actions", "1m", store::PollerRecord{"ci", kNow, kNow, 0, "", ""}, kNow}};
  out.channels = {{store::ChannelRecord{"team", {}, 0, ""}, 1, 2}};
  out.counters = {{"polls", {{"poller", "ci"}, {"result", "success"}}, 41},
                  {"messages", {{"channel", "team"}, {"result", "delivered"}}, 7},
                  {"incidents_opened", {{"alert", "a"}, {"level", "warning"}}, 3}};
  return out;
}

std::set<std::string> families_of(std::string const& text) {
  std::set<std::string> out;
  for (auto const line : split(text, '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    out.emplace(line.substr(0, line.find_first_of(" {")));
  }
  return out;
}

TEST(Exposition, NamesMetricsWithTheirUnitAndSaysWhatTheyMean) {
  Exposed exposed;
  exposed.samples["model.accuracy"][{{"model", "btc"}}] = {kNow, 0.583};
  exposed.samples["actions.minutes_used"][{{"account", "acme"}}] = {kNow, 90};
  auto const text = exposition(exposed, ExpositionForm::text);
  EXPECT_THAT(text, AllOf(HasSubstr("# HELP lapwing_model_accuracy_ratio share of correct predictions on the test set\n"
                                    "# TYPE lapwing_model_accuracy_ratio gauge\n"
                                    "lapwing_model_accuracy_ratio{model=\"btc\"} 0.583\n"),
                          HasSubstr("lapwing_actions_used_seconds{account=\"acme\"} 5400\n")));
}

TEST(Exposition, CountsSurviveAsCountersInBothForms) {
  auto const exposed = everything();
  EXPECT_THAT(exposition(exposed, ExpositionForm::text),
              AllOf(HasSubstr("# TYPE lapwing_polls_total counter\n"
                              "lapwing_polls_total{poller=\"ci\",result=\"success\"} 41\n"),
                    HasSubstr("lapwing_messages_total{channel=\"team\",result=\"delivered\"} 7\n"),
                    HasSubstr("lapwing_incidents_opened_total{alert=\"a\",level=\"warning\"} 3\n"),
                    HasSubstr("# TYPE lapwing_build_info gauge\nlapwing_build_info{version=\"1.2.3\"} 1\n"),
                    HasSubstr("lapwing_incidents{level=\"warning\"} 0\n"),
                    HasSubstr("lapwing_incidents{level=\"critical\"} 2\n"), Not(HasSubstr("# EOF"))));
  EXPECT_THAT(exposition(exposed, ExpositionForm::openmetrics),
              AllOf(HasSubstr("# TYPE lapwing_polls counter\n"
                              "lapwing_polls_total{poller=\"ci\",result=\"success\"} 41\n"),
                    HasSubstr("# TYPE lapwing_build info\nlapwing_build_info"),
                    HasSubstr("# UNIT lapwing_model_age_seconds seconds\n"), EndsWith("# EOF\n")));
}

TEST(Exposition, KeepsFewSeriesAndSaysHowManyItLeftOut) {
  Exposed exposed;
  exposed.samples["data.missing"][{{"dataset", "d"}}] = {kNow, 3};
  exposed.samples["data.missing"][{{"dataset", "d"}, {"column", "c"}}] = {kNow, 3};
  for (int i = 0; i < 250; ++i) exposed.samples["run.success"][{{"branch", std::to_string(i)}}] = {kNow, 1};
  auto const text = exposition(exposed, ExpositionForm::text);
  EXPECT_THAT(text, AllOf(HasSubstr("lapwing_data_missing{dataset=\"d\"} 3\n"), Not(HasSubstr("column=")),
                          HasSubstr("lapwing_series_left_out 51\n")));
}

TEST(Exposition, HoldsLabelsThatMeanHarmAndValuesThatAreNone) {
  Exposed exposed;
  exposed.samples["run.success"][{{"branch", "a\"b\\c\nlapwing_fake 1\n<script>\xff"}}] = {
      kNow, std::numeric_limits<double>::quiet_NaN()};
  exposed.samples["model.rmse"][{}] = {kNow, std::numeric_limits<double>::infinity()};
  exposed.samples["model.r2"][{}] = {kNow, -std::numeric_limits<double>::infinity()};
  auto const text = exposition(exposed, ExpositionForm::text);
  EXPECT_THAT(text, AllOf(HasSubstr("{branch=\"a\\\"b\\\\c lapwing_fake 1 <script>\uFFFD\"} NaN\n"),
                          HasSubstr("lapwing_model_rmse +Inf\n"), HasSubstr("lapwing_model_r2 -Inf\n"),
                          Not(HasSubstr("\nlapwing_fake"))));
}

TEST(Exposition, GivesEveryMetricANameOfItsOwn) {
  auto const text = exposition(everything(), ExpositionForm::text);
  std::set<std::string> seen;
  for (auto const line : split(text, '\n')) {
    if (line.starts_with("# TYPE ")) {
      EXPECT_TRUE(seen.emplace(line).second) << line;
    }
  }
  EXPECT_GT(seen.size(), catalogue().size());
}

/// What Prometheus is given to import names nothing that is not exposed.
TEST(Exposition, HasEveryNameOfTheAlertRulesAndTheDashboard) {
  auto const known = families_of(exposition(everything(), ExpositionForm::text));
  std::regex const name("lapwing_[a-z0-9_]+");
  for (std::string const file : {"lapwing-alerts.yml", "grafana-dashboard.json"}) {
    auto const text = test::read_file(std::string(LAPWING_SOURCE_DIR) + "/systemd/prometheus/" + file);
    std::size_t count = 0;
    for (std::sregex_iterator one(text.begin(), text.end(), name), end; one != end; ++one, ++count)
      EXPECT_TRUE(known.contains(one->str())) << file << ": " << one->str();
    EXPECT_GT(count, 5u) << file;
  }
  auto const dashboard = nlohmann::json::parse(
      test::read_file(std::string(LAPWING_SOURCE_DIR) + "/systemd/prometheus/grafana-dashboard.json"));
  EXPECT_GE(dashboard.at("panels").size(), 8u);
}

TEST(Exposition, IsCleanToPromtoolAndSoAreTheRules) {
  if (std::system("promtool --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "there is no promtool (prometheus)";
  test::Folder const folder;
  auto const metrics = folder.write("metrics", exposition(everything(), ExpositionForm::text));
  auto const run = [&](std::string const& command) {
    auto const code = std::system((command + " >" + folder.path("out") + " 2>&1").c_str());
    EXPECT_EQ(code, 0) << test::read_file(folder.path("out"));
  };
  run("promtool check metrics <" + metrics);
  run("promtool check rules " LAPWING_SOURCE_DIR "/systemd/prometheus/lapwing-alerts.yml");
}

}  // namespace
}  // namespace lapwing::report
