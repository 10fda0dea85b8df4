// SPDX-License-Identifier: Apache-2.0
#include "app/history_file.hpp"

#include "support/folder.hpp"
#include "unit/app/scheduled.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace lapwing::app {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TimePoint const kOne = *parse_timestamp("2026-03-02T13:00:00Z");

std::vector<poll::NewestSample> newest(std::string const& metric) {
  if (metric == "model.accuracy")
    return {{Labels{{"model", "btc"}}, 0.71, kOne}, {Labels{{"model", "eth"}}, 0.5, kOne}};
  if (metric == "model.test_samples") return {{Labels{{"model", "btc"}}, 73, kOne}};
  return {};
}

TEST(HistoryLines, HaveTheGuidesShapeWithRealValues) {
  EXPECT_EQ(history_lines(newest, kOne),
            R"({"timestamp":"2026-03-02T13:00:00","accuracy":0.71,"f1_score":null,"rmse":null,"r_squared":null,)"
            R"("training_samples":null,"test_samples":73,"model":"btc"})"
            "\n"
            R"({"timestamp":"2026-03-02T13:00:00","accuracy":0.5,"f1_score":null,"rmse":null,"r_squared":null,)"
            R"("training_samples":null,"test_samples":null,"model":"eth"})"
            "\n");
  EXPECT_EQ(history_lines([](std::string const&) { return std::vector<poll::NewestSample>(); }, kOne), "");
}

TEST(HistoryLines, AreAppendedBehindACutLineAndFoundAgain) {
  test::Folder folder;
  auto const path = folder.path("history.jsonl");
  EXPECT_EQ(*last_history_line(path), std::nullopt) << "no file yet";
  ASSERT_TRUE(append_history(path, history_lines(newest, kOne)));
  EXPECT_EQ(*last_history_line(path), kOne);
  std::ofstream(path, std::ios::app) << R"({"timestamp": "2026-03-02T14:0)";
  EXPECT_EQ(*last_history_line(path), kOne) << "a cut line is none";
  ASSERT_TRUE(append_history(path, history_lines(newest, kOne + 1h)));
  EXPECT_EQ(*last_history_line(path), kOne + 1h);
}

TEST(HistoryLines, ARefusalNamesFileAndRemedy) {
  auto const written = append_history("/nowhere/history.jsonl", "{}\n");
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, HasSubstr("history_file /nowhere/history.jsonl can not be written"));
  EXPECT_THAT(written.error().message, HasSubstr("let lapwing's user write there"));
}

class HistoryFileTask : public test::Scheduled {
 protected:
  test::Folder folder;
  std::string const path = folder.path("history.jsonl");

  std::vector<TimePoint> stamps() {
    std::vector<TimePoint> out;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) out.push_back(*parse_timestamp(line.substr(14, 19)));
    return out;
  }
};

TEST_F(HistoryFileTask, WritesALineAtEachFullHourAndNoneTwice) {
  add("models");
  start();
  for (int restart = 0; restart < 3; ++restart) {
    HistoryFile file(services, pipeline, path, Zone::utc());
    TaskGroup task(loop.get_executor(), fail);
    task.spawn("history file", file.run());
    run_for(90min);
    file.stop();
    run_for(0s);
    ASSERT_TRUE(task.empty());
  }
  EXPECT_THAT(stamps(), testing::ElementsAre(kOne, kOne + 1h, kOne + 2h, kOne + 3h));
}

TEST_F(HistoryFileTask, SaysEachHourWhetherItCouldBeWritten) {
  add("models");
  start();
  auto const blocked = folder.path("not/there.jsonl");
  HistoryFile file(services, pipeline, blocked, Zone::utc());
  TaskGroup task(loop.get_executor(), fail);
  task.spawn("history file", file.run());
  auto const said = [this] { return pipeline.newest("history_file.success").at(0).value; };
  run_for(61min);
  EXPECT_EQ(said(), 0);
  std::filesystem::create_directory(folder.path("not"));
  run_for(1h);
  EXPECT_EQ(said(), 1);
  file.stop();
  run_for(0s);
}

}  // namespace
}  // namespace lapwing::app
