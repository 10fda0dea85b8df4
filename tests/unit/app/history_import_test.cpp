// SPDX-License-Identifier: Apache-2.0
#include "app/history_import.hpp"

#include "support/folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace lapwing::app {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class HistoryImport : public testing::Test {
 protected:
  HistoryImport() {
    wish.oldest = *parse_timestamp("2025-01-01");
    wish.newest = *parse_timestamp("2026-11-26");
  }
  /// What became of a file of that content; "model.f1{model="a"} 0.5 2026-…" each sample is in `lines`.
  Result<Imported> import_text(std::string_view content, std::string const& name = "history.jsonl") {
    wish.file = folder.write(name, content);
    return import_now();
  }
  Result<Imported> import_now() {
    lines.clear();
    batches = 0;
    return import_file(
        wish,
        [this](std::vector<Sample> samples) {
          ++batches;
          for (auto const& one : samples) {
            lines.push_back(one.metric + one.labels.to_string() + " " + std::to_string(one.value).substr(0, 5) + " " +
                            format_utc(one.at));
          }
          return Taken{samples.size(), 0};
        },
        [](double) {});
  }

  test::Folder folder;
  ImportWish wish;
  std::vector<std::string> lines;
  int batches = 0;
};

TEST_F(HistoryImport, ABrokenMiddleLineIsSkippedAndNamedAndTheRestKept) {
  auto const csv = import_text(
      "time,metric,labels,value,unit\r\n"
      "2026-03-01T02:00:00Z,model.f1,\"{model=\"\"a\"\"}\",0.5,ratio\r\n"
      "2026-03-02T02:00:00Z,model.f1,\"{model=\"\"a\"\"},0.6,ratio\r\n"
      "2026-03-03T02:00:00Z,model.f1,\"{model=\"\"a\"\"}\",0.7,ratio\r\n",
      "history.csv");
  ASSERT_TRUE(csv) << csv.error().message;
  EXPECT_THAT(lines, ElementsAre("model.f1{model=\"a\"} 0.500 2026-03-01T02:00:00Z",
                                 "model.f1{model=\"a\"} 0.700 2026-03-03T02:00:00Z"));
  EXPECT_EQ(csv->samples, 2u);
  EXPECT_EQ(csv->taken.added, 2u);
  EXPECT_EQ(csv->skipped, 1u);
  EXPECT_THAT(csv->reasons, ElementsAre("line 3: a quote is not closed"));
}

TEST_F(HistoryImport, TheFirstFiveReasonsAreKeptAndAllAreCounted) {
  std::string text = "{\"metric\":\"data.records\",\"time\":\"2026-03-01\",\"value\":1}\n";
  for (int i = 0; i < 8; ++i) text += "{\"metric\":\"data.recrods\",\"time\":\"2026-03-01\",\"value\":1}\n";
  auto const done = import_text(text);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->skipped, 8u);
  EXPECT_THAT(done->reasons, SizeIs(5));
  EXPECT_EQ(done->reasons[4], "line 6: there is no metric 'data.recrods'; did you mean 'data.records'?");
}

TEST_F(HistoryImport, WhatIsTooOldIsLeftOutAndWhatLiesInTheFutureIsRefused) {
  auto const done = import_text(
      "metric,time,value\ndata.records,2024-12-31T23:59:59Z,1\ndata.records,2025-01-01,2\ndata.records,2027-01-01,3\n");
  ASSERT_TRUE(done);
  EXPECT_THAT(lines, ElementsAre(StartsWith("data.records 2.000")));
  EXPECT_EQ(done->too_old, 1u);
  EXPECT_EQ(done->samples, 2u);
  EXPECT_THAT(done->reasons, ElementsAre("line 4: its time, 2027-01-01T00:00:00Z, lies in the future"));
}

TEST_F(HistoryImport, ALongFileGoesInBatches) {
  std::string text = "# TYPE lapwing_data_records gauge\n";
  for (int i = 0; i < 1234; ++i)
    text += "lapwing_data_records " + std::to_string(i) + " 17723304" + std::to_string(10 + i % 90) + "\n";
  wish.batch = 100;
  auto const done = import_text(text + "# EOF\n");
  ASSERT_TRUE(done);
  EXPECT_EQ(batches, 13);
  EXPECT_THAT(lines, SizeIs(1234));
}

TEST_F(HistoryImport, WhatTakesThemMayFailAndThatIsTold) {
  wish.file = folder.write("x.csv", "metric,time,value\ndata.records,2026-01-01,2\n");
  auto const done = import_file(
      wish,
      [](std::vector<Sample> const&) {
        return Error{ErrorKind::storage, "the disk is full"};
      },
      [](double) {});
  EXPECT_EQ(done.error().message, "the disk is full");
}

TEST_F(HistoryImport, APerformanceHistoryInTheDialectsThatThereAre) {
  wish.model = "btc";
  auto const flat = import_text(
      "{\"timestamp\": \"2025-12-04T13:30:26.229382\", \"accuracy\": 0.71, \"f1_score\": null, \"r_squared\": 0.5, "
      "\"test_samples\": 60}\n{\"timestamp\": \"2025-12-05T13:30:26\", \"accuracy\": NaN, \"rmse\": 0.25}\n");
  ASSERT_TRUE(flat) << flat.error().message;
  EXPECT_THAT(lines, ElementsAre("model.accuracy{model=\"btc\"} 0.710 2025-12-04T13:30:26.229Z",
                                 "model.r2{model=\"btc\"} 0.500 2025-12-04T13:30:26.229Z",
                                 "model.test_samples{model=\"btc\"} 60.00 2025-12-04T13:30:26.229Z",
                                 "model.rmse{model=\"btc\"} 0.250 2025-12-05T13:30:26Z"));
  EXPECT_EQ(flat->skipped, 0u);

  ASSERT_TRUE(
      import_text("{\"model_version\": \"v1\", \"created_at\": \"2025-12-08T07:55:32Z\", \"n_train_samples\": 876, "
                  "\"classification_metrics\": {\"accuracy\": 0.56}}\n"));
  EXPECT_THAT(lines, ElementsAre(StartsWith("model.accuracy{model=\"btc\"} 0.56"),
                                 StartsWith("model.training_samples{model=\"btc\"} 876")));

  ASSERT_TRUE(import_text("[\n  {\"date\": \"2026-07-01\", \"model_accuracy\": 0.8934}\n]", "runs.json"));
  EXPECT_THAT(lines, ElementsAre("model.accuracy{model=\"btc\"} 0.893 2026-07-01T00:00:00Z"));

  ASSERT_TRUE(
      import_text("{\"symbol\": \"INFY\", \"timestamp\": \"2026-03-01T16:16:39\", \"r2_score\": 0.57}\n"
                  "{\"timestamp\": \"2026-03-02T13:00:00\", \"accuracy\": 0.7, \"model\": \"ours\"}\n"));
  EXPECT_THAT(lines, ElementsAre(StartsWith("model.r2{model=\"INFY\"}"), StartsWith("model.accuracy{model=\"ours\"}")));
}

TEST_F(HistoryImport, OfAPerformanceHistoryTooABrokenLineIsSkippedAndAPercentageIsNotGuessedAt) {
  wish.model = "btc";
  auto const done = import_text(
      "{\"timestamp\": \"2026-03-01\", \"accuracy\": 0.71}\n{\"timestamp\": \"2026-03-02\", \"accu\n"
      "{\"timestamp\": \"2026-03-03\", \"accuracy\": 73.1, \"f1_score\": 0.7}\n");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_THAT(lines, SizeIs(2));
  EXPECT_EQ(done->skipped, 2u);
  EXPECT_THAT(done->reasons[0], HasSubstr("line 2"));
  EXPECT_EQ(done->reasons[1],
            "version 2026-03-03T00:00:00Z: accuracy is 73.1, which is above 1 (a ratio is expected, not a percentage)");
}

TEST_F(HistoryImport, RowsOfNullsAreNoFaultButSaid) {
  wish.model = "btc";
  auto const done = import_text("{\"timestamp\": \"2026-03-01\", \"accuracy\": null}\n");
  ASSERT_TRUE(done);
  EXPECT_THAT(lines, IsEmpty());
  EXPECT_EQ(done->skipped, 0u);
  EXPECT_EQ(done->remark, "all 1 rows of history.jsonl hold nulls only");
}

TEST_F(HistoryImport, VersionsThatAreNotComparableBeginABaseline) {
  wish.model = "btc";
  ASSERT_TRUE(
      import_text("{\"timestamp\": \"2026-03-01\", \"accuracy\": 0.7, \"test_samples\": 60}\n"
                  "{\"timestamp\": \"2026-03-02\", \"accuracy\": 0.6, \"test_samples\": 200}\n"));
  EXPECT_THAT(lines, testing::Contains("model.baseline{model=\"btc\"} 1.000 2026-03-02T00:00:00Z"));
}

TEST_F(HistoryImport, RowsThatNameNoModelNeedOne) {
  auto const done = import_text("{\"timestamp\": \"2026-03-01\", \"accuracy\": 0.7}\n");
  EXPECT_THAT(done.error().message, HasSubstr("give --model NAME"));
  EXPECT_THAT(lines, IsEmpty());
}

TEST_F(HistoryImport, WhatIsNoHistoryIsRefusedWithWhatItIs) {
  EXPECT_THAT(import_text("date,price\n2026-03-01,5\n").error().message,
              AllOf(HasSubstr("is neither CSV, JSONL or OpenMetrics"), HasSubstr("begins with 'date,price'")));
  EXPECT_THAT(import_text("\n  \n").error().message, HasSubstr("nothing but blank lines"));
  EXPECT_FALSE(import_text(""));
  wish.format = exchange::Format::csv;
  EXPECT_THAT(import_text("date,price\n").error().message, HasSubstr("must name the columns"));
  wish.file = folder.path("not-there.csv");
  EXPECT_EQ(import_now().error().kind, ErrorKind::not_found);
}

TEST_F(HistoryImport, EveryRecordedHistoryIsRead) {
  std::filesystem::path const data(std::string(LAPWING_SHARED_DATA) + "/ml-project");
  if (!std::filesystem::exists(data)) GTEST_SKIP() << "the recorded data is not here";
  wish.model = "btc";
  std::vector<std::pair<std::string, std::size_t>> const rows{
      {"derived/performance_history.metrics_lifted.jsonl", 1},
      {"derived/performance_history.initialised_then_appended.jsonl", 1},
      {"derived/performance_history.as_written_by_workflow.jsonl", 0},  // nulls only
      {"siblings/stock-mlops/performance_history.jsonl", 1},
      {"siblings/bitcoin-mlops-pipeline/historical_runs.json", 1},
      {"siblings/bitcoin-mlops-pipeline/pipeline_metrics.json", 1}};
  for (auto const& [file, least] : rows) {
    wish.file = data / file;
    auto const done = import_now();
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_GE(done->samples, least) << file;
    EXPECT_EQ(done->samples == 0, least == 0) << file;
    EXPECT_EQ(done->skipped, 0u) << file << ": " << testing::PrintToString(done->reasons);
  }
}

}  // namespace
}  // namespace lapwing::app
