// SPDX-License-Identifier: Apache-2.0
// The main job end to end: a project's files, the shipped alerts, the real binary, a TLS sink. The incidents that the
// files justify are computed here a second time, naively, straight from the files.
#include "e2e/model_history.hpp"
#include "e2e/process.hpp"
#include "e2e/project.hpp"

#include "core/time.hpp"
#include "io/clock.hpp"
#include "store/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace lapwing::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::SizeIs;

using Incidents = std::set<std::pair<std::string, std::string>>;  // alert, level

/// Whether two shares of that many rows each differ by less than 1.96 standard errors.
bool is_noise(double one, double other, double rows) {
  double const pooled = (one + other) / 2;
  return std::abs(one - other) < 1.96 * std::sqrt(pooled * (1 - pooled) * 2 / rows);
}

/// What config/alerts.yaml makes of the newest values.
Incidents expected_of_models(std::map<std::string, std::map<TimePoint, double>> const& history, TimePoint now) {
  Incidents out;
  auto const newest = [&](std::string const& metric) { return history.at(metric).rbegin()->second; };
  if (newest("accuracy") < 0.65) out.insert({"model-accuracy", newest("accuracy") < 0.55 ? "critical" : "warning"});
  if (newest("f1") < 0.65) out.insert({"model-f1", "warning"});
  if (newest("precision") < 0.65) out.insert({"model-precision", "warning"});
  if (newest("recall") < 0.60) out.insert({"model-recall", "warning"});
  if (newest("rmse") > 1.5) out.insert({"model-rmse", "warning"});
  if (newest("r2") < 0.1) out.insert({"model-r2", newest("r2") < 0 ? "critical" : "warning"});
  std::vector<double> before;
  for (auto const& [at, value] : history.at("accuracy")) before.push_back(value);
  before.pop_back();
  if (before.size() > 20) before.erase(before.begin(), before.end() - 20);
  std::ranges::sort(before);
  auto const middle = before.size() / 2;
  double const median = before.size() % 2 == 1 ? before[middle] : (before[middle - 1] + before[middle]) / 2;
  if (median - newest("accuracy") > 0.10)
    out.insert(
        {"model-degradation", is_noise(median, newest("accuracy"), newest("test_samples")) ? "info" : "critical"});
  // What two newer versions lack is missing.
  for (auto const* const metric : {"f1", "precision", "recall", "rmse", "r2"}) {
    auto const& accuracy = history.at("accuracy");
    auto const newer = accuracy.upper_bound(history.at(metric).rbegin()->first);
    if (std::distance(newer, accuracy.end()) >= 2) out.insert({"no-data", "warning"});
  }
  TimePoint latest{};
  for (auto const& [metric, values] : history) latest = std::max(latest, values.rbegin()->first);
  auto const age = now - latest;
  if (age > std::chrono::hours{30}) out.insert({"model-stale", age > std::chrono::days{7} ? "critical" : "warning"});
  return out;
}

/// The checks of a CSV without quotes whose first column is a day: age, and whether any check fails.
Incidents expected_of_data(fs::path const& csv, std::size_t low, std::size_t high, std::size_t ignore_head,
                           TimePoint now) {
  std::istringstream in(read_file(csv.string()));
  std::string line;
  std::getline(in, line);
  auto const width = std::ranges::count(line, ',') + 1;
  std::set<std::string> rows, days;
  std::size_t records = 0, wrong = 0;
  TimePoint newest{}, previous{};
  while (std::getline(in, line)) {
    ++records;
    if (!rows.insert(line).second) ++wrong;
    std::vector<std::string> cells;
    std::stringstream parts(line);
    for (std::string cell; std::getline(parts, cell, ',');) cells.push_back(cell);
    if (line.ends_with(',')) cells.emplace_back();
    if (std::ptrdiff_t(cells.size()) != width) ++wrong;
    auto const at = *parse_timestamp(cells[0]);
    if (!days.insert(cells[0]).second) ++wrong;
    if (previous != TimePoint{} && at - previous != std::chrono::days{1}) ++wrong;
    previous = at;
    newest = std::max(newest, at);
    for (std::size_t i = 1; i < cells.size(); ++i) {
      char* end = nullptr;
      std::strtod(cells[i].c_str(), &end);
      if (cells[i].empty() ? records > ignore_head : *end != '\0') ++wrong;
    }
  }
  if (records < low || records > high) ++wrong;
  Incidents out;
  if (wrong > 0) out.insert({"data-invalid", "critical"});
  auto const age = now - (newest + std::chrono::days{1});
  if (age > std::chrono::hours{30}) out.insert({"data-age", age > std::chrono::days{3} ? "critical" : "warning"});
  return out;
}

Incidents open_incidents(std::string const& state) {
  auto store = store::Store::open_to_read(state);
  if (!store) throw std::runtime_error(store.error().message);
  auto const all = store->incidents(TimePoint::max());
  if (!all) throw std::runtime_error(all.error().message);
  Incidents out;
  for (auto const& one : *all) out.insert({one.key.rule, std::string(name_of(one.level))});
  return out;
}

struct Given {
  std::string name;
  std::string models;
  std::string csv;
  std::size_t low, high, ignore_head;
};

/// The same rows as they should be: a row a day up to yesterday, every cell a number.
void mend_data(fs::path const& csv, TimePoint now) {
  std::istringstream in(read_file(csv.string()));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::ofstream out(csv, std::ios::trunc);
  out << lines[0] << "\n";
  auto const yesterday = std::chrono::floor<std::chrono::days>(now) - std::chrono::days{1};
  for (std::size_t i = 1; i < lines.size(); ++i) {
    out << format_utc(yesterday - std::chrono::days{lines.size() - 1 - i}).substr(0, 10);
    std::stringstream cells(lines[i].substr(lines[i].find(',') + 1) + ",");
    for (std::string cell; std::getline(cells, cell, ',');) {
      char* end = nullptr;
      std::strtod(cell.c_str(), &end);
      out << "," << (cell.empty() || *end != '\0' ? "1" : cell);
    }
    out << "\n";
  }
}

void expect_the_main_job(Given const& given) {
  Project project;
  fs::create_directories(project.folder.path("data"));
  fs::copy(given.models, project.folder.path("models"), fs::copy_options::recursive);
  auto const csv = project.folder.path("data/prices.csv");
  fs::copy_file(given.csv, csv);
  project.pollers =
      "  models: {type: model_metrics, every: 1h, path: models}\n"
      "  prices: {type: data_quality, every: 1h, path: data/prices.csv, time_column: date, step: 1d, records: " +
      std::to_string(given.low) + ".." + std::to_string(given.high) +
      ", ignore_head: " + std::to_string(given.ignore_head) + "}\n";
  auto const config = project.configure(read_file(std::string(LAPWING_SOURCE_DIR) + "/config/alerts.yaml"));

  auto const first = run_lapwing({"run", "--once", "--config", config}, project.environment());
  ASSERT_EQ(first.exit_code, 0) << first.output;

  auto const now = system_now();
  auto const history = model_history(given.models);
  auto expected = expected_of_models(history, now);
  expected.merge(expected_of_data(given.csv, given.low, given.high, given.ignore_head, now));
  EXPECT_EQ(open_incidents(project.folder.path("state")), expected);
  ASSERT_FALSE(expected.empty());

  // The history of every version is there, value for value.
  {
    auto store = store::Store::open_to_read(project.folder.path("state"));
    ASSERT_TRUE(store);
    std::vector<rules::Rule> rules;
    for (auto const& [metric, values] : history) {
      auto parsed = rules::parse_expression("count(model." + metric + ", last 1000 runs)");
      rules::Rule rule;
      rule.watch = std::get<rules::Expression>(parsed);
      rules.push_back(std::move(rule));
    }
    auto const stored = store->load_history(rules::RuleSet(std::move(rules)));
    ASSERT_TRUE(stored);
    for (auto const& [metric, values] : history) {
      auto const ids = stored->of_metric("model." + metric);
      ASSERT_EQ(ids.size(), 1u) << metric;
      std::map<TimePoint, double> got;
      for (auto const& point : stored->last(ids[0], 10'000, TimePoint::max())) got[point.at] = point.value;
      EXPECT_EQ(got, values) << metric;
    }
  }

  ASSERT_THAT(project.to_discord(), SizeIs(1));
  ASSERT_THAT(project.to_slack(), SizeIs(1));
  for (auto const& [alert, level] : expected) {
    EXPECT_THAT(project.to_discord()[0], HasSubstr(alert));
    EXPECT_THAT(project.to_slack()[0], HasSubstr(alert));
  }

  auto const second = run_lapwing({"run", "--once", "--config", config}, project.environment());
  EXPECT_EQ(second.exit_code, 0) << second.output;
  EXPECT_THAT(project.sink().requests(), SizeIs(2)) << "a second run has nothing new to tell";

  mend_data(csv, now);
  project.folder.write(
      "models/v20990101T000000Z_training_metadata.json",
      R"({"created_at": ")" + format_utc(now - std::chrono::hours{1}) +
          R"(", "classification_metrics": {"accuracy": 0.8, "f1_score": 0.8, "precision": 0.8, "recall": 0.8},
                              "regression_metrics": {"rmse": 0.5, "r2": 0.5}})");
  auto const last = run_lapwing({"run", "--once", "--config", config}, project.environment());
  EXPECT_EQ(last.exit_code, 0) << last.output;
  EXPECT_EQ(open_incidents(project.folder.path("state")), Incidents());
  ASSERT_THAT(project.to_discord(), SizeIs(2)) << "one recovery message";
  ASSERT_THAT(project.to_slack(), SizeIs(2));
  EXPECT_THAT(project.to_discord()[1], HasSubstr("RECOVERED"));
  for (auto const& [alert, level] : expected) EXPECT_THAT(project.to_discord()[1], HasSubstr(alert));
}

TEST(MainJob, OnTheDemoProject) {
  auto const demo = std::string(LAPWING_SOURCE_DIR) + "/config/demo";
  expect_the_main_job({"demo", demo + "/models", demo + "/data/prices.csv", 58, 62, 6});
}

TEST(MainJob, OnARecordedProject) {
  auto const recorded = std::string(LAPWING_SHARED_DATA) + "/ml-project";
  if (!fs::exists(recorded)) GTEST_SKIP() << "the recorded project is not here";
  expect_the_main_job({"recorded", recorded + "/models", recorded + "/data/raw/bitcoin_timeseries.csv", 360, 370, 14});
}

}  // namespace
}  // namespace lapwing::test
