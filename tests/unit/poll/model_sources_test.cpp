// SPDX-License-Identifier: Apache-2.0
#include "poll/model_sources.hpp"

#include <gmock/gmock.h>

namespace lapwing::poll {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

constexpr TimePoint kModified = from_millis(1'700'000'000'000);  // 2023-11-14T22:13:20Z

struct Bytes {
  std::string name;
  std::string content;
};

/// What the files say together; the model is "btc" where none is named.
ModelReading merge(std::vector<Bytes> const& metadata, std::string const& manifest = "",
                   std::string const& history = "") {
  ModelSources sources(shipped_selectors(), "btc");
  if (!manifest.empty()) sources.add_manifest(manifest, "manifest.json");
  for (auto const& file : metadata) sources.add_metadata(file.content, file.name, kModified);
  if (!history.empty()) sources.add_history(history, "history.jsonl");
  return std::move(sources).merge();
}

std::vector<std::string> ids(ModelReading const& reading) {
  std::vector<std::string> out;
  for (auto const& version : reading.versions) out.push_back(version.version);
  return out;
}

std::optional<double> metric(ModelRecord const& record, std::string_view name) {
  return record.metrics.at(find_model_metric(name).value());
}

TEST(ModelSources, MergesMetadataOverManifestAndFillsInTheRest) {
  auto const reading =
      merge({{"v1_metadata.json",
              R"({"version": "v1", "created_at": "2025-12-05T05:00:00Z", "accuracy": 0.5, "mae": null})"}},
            R"({"active_version": "v1", "versions": {"v1": {"created_at": "2025-12-05T05:00:01Z",
          "classification_metrics": {"accuracy": 0.4, "f1_score": 0.45}}}})",
            R"({"model_version": "v1", "timestamp": "2025-12-05T05:00:02", "f1_score": 0.3, "training_samples": 90})");
  ASSERT_THAT(reading.versions, SizeIs(1));
  auto const& version = reading.versions[0];
  EXPECT_EQ(version.model, "btc");
  EXPECT_EQ(metric(version, "accuracy"), 0.5);
  EXPECT_EQ(metric(version, "f1"), 0.45);
  EXPECT_EQ(metric(version, "training_samples"), 90);
  EXPECT_EQ(version.trained_at, parse_timestamp("2025-12-05T05:00:00Z"));
  EXPECT_EQ(version.origin, "v1_metadata.json and manifest.json and history.jsonl");
  EXPECT_EQ(reading.faults.count, 0u);
}

TEST(ModelSources, TheManifestAloneIsEnoughWhateverItsPathsLookLike) {
  auto const reading = merge({}, R"({"active_version": null, "versions": {
    "v20251206T114248Z": {"metadata": "models\\v20251206T114248Z_training_metadata.json",
                          "created_at": "2025-12-06T11:42:53.386750Z", "regression_metrics": {"rmse": 0.47}},
    "v20251206T113241Z": {"metadata": "C:\\Users\\user\\ML PROJECT\\models\\v20251206T113241Z_training_metadata.json",
                          "created_at": "2025-12-06T11:32:42.900274Z", "regression_metrics": {"rmse": 0.5}},
    "v20251202T181703Z": {"metadata": "models/v20251202T181703Z_training_metadata.json"}}})");
  EXPECT_THAT(ids(reading), ElementsAre("v20251202T181703Z", "v20251206T113241Z", "v20251206T114248Z"));
  EXPECT_EQ(reading.versions[0].trained_at, parse_timestamp("2025-12-02T18:17:03Z"));
  EXPECT_FALSE(reading.versions[0].has_metric());
  for (auto const& version : reading.versions) EXPECT_TRUE(version.awaits_file);
}

TEST(ModelSources, AWindowsPathOfTheManifestNamesTheVersionOfAFileThatDoesNot) {
  auto const reading = merge({{"latest metadata.json", R"({"accuracy": 0.6})"}},
                             R"({"versions": {"seven": {"metadata": "C:\\ML PROJECT\\models\\latest metadata.json",
                                 "created_at": "2025-12-06T11:42:53Z"}}})");
  ASSERT_THAT(ids(reading), ElementsAre("seven"));
  EXPECT_EQ(metric(reading.versions[0], "accuracy"), 0.6);
  EXPECT_EQ(reading.versions[0].trained_at, parse_timestamp("2025-12-06T11:42:53Z"));
  EXPECT_FALSE(reading.versions[0].awaits_file);
}

TEST(ModelSources, WithoutAVersionKeyTheStampOfTheNameCountsThenTheTrainingTime) {
  auto const reading = merge({{"20251213T110000Z_metadata.json", R"({"accuracy": 0.6})"},
                              {"metadata.json", R"({"created_at": "2025-12-14T01:02:03.5", "accuracy": 0.7})"},
                              {"old_metadata.json", R"({"accuracy": 0.8})"}});
  EXPECT_THAT(ids(reading), ElementsAre("2023-11-14T22:13:20Z", "20251213T110000Z", "2025-12-14T01:02:03.500Z"));
  EXPECT_EQ(reading.versions[0].time_source, TimeSource::file);
  EXPECT_EQ(reading.versions[0].trained_at, kModified);
  EXPECT_EQ(reading.versions[1].trained_at, parse_timestamp("2025-12-13T11:00:00Z"));
}

TEST(ModelSources, CutEmptyAndForeignFilesAreFaultsAndTheOthersAreRead) {
  auto const reading =
      merge({{"v1_metadata.json", "{\"version\": \"v1\",\n  \"accu"},
             {"v2_metadata.json", ""},
             {"v3_metadata.json", "[1, 2]"},
             {"feature_metadata.json", R"({"columns": 3})"},
             {"v4_metadata.json", R"({"version": "v4", "created_at": "2025-12-05", "r2": NaN, "rmse": 2})"}},
            "{\"versions\": ");
  EXPECT_EQ(reading.faults.count, 5u);
  EXPECT_THAT(reading.faults.first, StartsWith("manifest.json: line 1, column 14: ends in the middle"));
  ASSERT_THAT(ids(reading), ElementsAre("v4"));
  EXPECT_EQ(metric(reading.versions[0], "r2"), std::nullopt);
  EXPECT_EQ(metric(reading.versions[0], "rmse"), 2);
}

TEST(ModelSources, ManifestsOfOtherShapesAreReadOrAreFaults) {
  EXPECT_EQ(merge({}, R"({"active_version": null, "versions": {}})").faults.count, 0u);
  EXPECT_EQ(merge({}, R"({"active_version": null, "versions": null})").faults.count, 0u);
  EXPECT_EQ(merge({}, "[]").faults.count, 1u);
  EXPECT_EQ(merge({}, R"({"models": {}})").faults.count, 1u);
  EXPECT_THAT(merge({}, R"({"versions": {"v1": "models/v1.pkl"}})").faults.first, HasSubstr("'v1' is no map"));
  EXPECT_THAT(merge({}, R"({"versions": {"v1": {"r2": 0.5}}})").faults.first, HasSubstr("has no training time"));
  EXPECT_THAT(ids(merge({}, R"({"versions": [{"version": "v1", "created_at": "2025-12-05"}]})")), ElementsAre("v1"));
}

TEST(ModelSources, AVersionWhoseOwnFileIsUnreadableAwaitsIt) {
  auto const reading =
      merge({{"v20251206T114248Z_metadata.json", "{"}},
            R"({"versions": {"v20251206T114248Z": {"accuracy": 0.5}, "v20251206T114249Z": {"accuracy": 0.5}}})");
  ASSERT_THAT(reading.versions, SizeIs(2));
  EXPECT_TRUE(reading.versions[0].awaits_file);
  EXPECT_FALSE(reading.versions[1].awaits_file);
}

TEST(ModelSources, AManifestEntryBelongsToTheModelItsMetadataNames) {
  auto const reading = merge(
      {{"v1_metadata.json", R"({"version": "v1", "model": "lstm", "created_at": "2025-12-05", "accuracy": 0.5})"}},
      R"({"versions": {"v1": {"f1": 0.4}, "v2": {"created_at": "2025-12-06", "f1": 0.4}}})");
  ASSERT_THAT(ids(reading), ElementsAre("v1", "v2"));
  EXPECT_EQ(reading.versions[0].model, "lstm");
  EXPECT_EQ(metric(reading.versions[0], "f1"), 0.4);
  EXPECT_EQ(reading.versions[1].model, "btc");
}

TEST(ModelSources, NullRowsOfAHistoryAreNeitherVersionsNorFaults) {
  auto const nulls =
      std::string(R"({"timestamp": "2025-12-04T13:30:26.229382", "accuracy": null, "f1_score": null})") + "\n";
  auto const reading = merge({}, "", nulls + nulls);
  EXPECT_THAT(reading.versions, IsEmpty());
  EXPECT_EQ(reading.faults.count, 0u);
  EXPECT_EQ(reading.remark, "all 2 rows of history.jsonl hold nulls only");
  auto const mixed = merge({}, "", nulls + R"({"timestamp": "2025-12-04T13:30:27", "accuracy": 0.5})");
  EXPECT_THAT(ids(mixed), ElementsAre("2025-12-04T13:30:27Z"));
  EXPECT_EQ(mixed.remark, "");
}

TEST(ModelSources, HistoryLinesThatCannotBeReadAreCountedByLine) {
  auto const reading =
      merge({}, "",
            "{\"timestamp\": \"2025-12-04T13:30:26\", \"accuracy\": 0.5}\r\n\n17\n{\"accuracy\": 0.5}\n"
            "{\"timestamp\": \"2025-12-05T13:30:26\", \"accuracy\": 0.6}\n{\"timestamp\": \"2025-12-06T13");
  EXPECT_THAT(ids(reading), ElementsAre("2025-12-04T13:30:26Z", "2025-12-05T13:30:26Z"));
  EXPECT_EQ(reading.faults.count, 3u);
  EXPECT_EQ(reading.faults.first, "history.jsonl: line 3: is no JSON object");
}

TEST(ModelSources, ReadsAnArrayAndASingleObjectAsHistory) {
  EXPECT_THAT(
      ids(merge({}, "",
                R"( [{"date": "2026-07-01", "model_accuracy": 0.9}, {"date": "2026-07-02", "model_accuracy": 1}])")),
      ElementsAre("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z"));
  EXPECT_THAT(ids(merge({}, "", "{\n  \"date\": \"2026-07-01\",\n  \"model_accuracy\": 0.9\n}\n")),
              ElementsAre("2026-07-01T00:00:00Z"));
  EXPECT_THAT(merge({}, "", "[{\"date\":").faults.first, HasSubstr("ends in the middle"));
  EXPECT_EQ(merge({}, "", "[1]").faults.first, "history.jsonl: entry 1: is no JSON object");
}

/// Two versions twelve minutes apart with the same metrics, as two runs on the same data leave them.
constexpr char const* kTwins = R"({"versions": {
  "v1": {"created_at": "2025-12-05T05:14:00Z", "accuracy": 0.7}, "v2": {"created_at": "2025-12-05T05:26:00Z", "accuracy": 0.7}}})";

TEST(ModelSources, AHistoryRowNearAVersionAndEqualToItIsThatVersionAndTheNearest) {
  auto const row = R"({"timestamp": "2025-12-05T05:30:00", "accuracy": 0.7, "training_samples": 300})";
  auto const reading = merge({}, kTwins, row);
  ASSERT_THAT(ids(reading), ElementsAre("v1", "v2"));
  EXPECT_EQ(metric(reading.versions[0], "training_samples"), std::nullopt);
  EXPECT_EQ(metric(reading.versions[1], "training_samples"), 300);
  EXPECT_EQ(reading.versions[1].trained_at, parse_timestamp("2025-12-05T05:26:00Z"));
}

TEST(ModelSources, AHistoryRowThatContradictsOrIsTooFarIsAVersionOfItsOwn) {
  EXPECT_THAT(ids(merge({}, kTwins, R"({"timestamp": "2025-12-05T05:26:01", "accuracy": 0.71})")),
              ElementsAre("v1", "v2", "2025-12-05T05:26:01Z"));
  EXPECT_THAT(ids(merge({}, kTwins, R"({"timestamp": "2025-12-05T05:41:00", "accuracy": 0.7})")),
              ElementsAre("v1", "v2"));
  EXPECT_THAT(ids(merge({}, kTwins, R"({"timestamp": "2025-12-05T05:41:01", "accuracy": 0.7})")),
              ElementsAre("v1", "v2", "2025-12-05T05:41:01Z"));
  EXPECT_THAT(ids(merge({}, kTwins, R"({"timestamp": "2025-12-05T04:59:00", "accuracy": 0.7})")),
              ElementsAre("v1", "v2"));
  auto const other_model =
      merge({}, kTwins, R"({"symbol": "eth", "timestamp": "2025-12-05T05:26:00", "accuracy": 0.7})");
  EXPECT_THAT(other_model.versions, SizeIs(3));
}

TEST(ModelSources, RowsOfOneInstantAreOneVersionAndTheLaterRowCounts) {
  auto const reading = merge({}, "", R"({"timestamp": "2025-12-05T05:26:00.5", "accuracy": 0.7, "rmse": 1}
{"timestamp": "2025-12-05T05:26:00.500000Z", "accuracy": 0.8})");
  ASSERT_THAT(reading.versions, SizeIs(1));
  EXPECT_EQ(metric(reading.versions[0], "accuracy"), 0.8);
  EXPECT_EQ(metric(reading.versions[0], "rmse"), 1);
}

TEST(ModelSources, AConstantInTheVersionKeyDoesNotFoldAllRunsIntoOne) {
  auto const reading = merge({}, "", R"({"version": "1.0", "timestamp": "2025-12-05", "accuracy": 0.7}
{"version": "1.0", "timestamp": "2025-12-06", "accuracy": 0.8}
{"version": "1.0", "timestamp": "2025-12-06", "accuracy": 0.9})");
  EXPECT_THAT(ids(reading), ElementsAre("1.0", "1.0@2025-12-06T00:00:00Z"));
  EXPECT_EQ(metric(reading.versions[1], "accuracy"), 0.9);
}

TEST(ModelSources, VersionsOfOneInstantAreBothKeptInOrderOfTheirNames) {
  auto const reading = merge({}, R"({"versions": {"vB": {"created_at": "2025-12-05", "accuracy": 0.7},
                                                   "vA": {"created_at": "2025-12-05", "accuracy": 0.6}}})");
  EXPECT_THAT(ids(reading), ElementsAre("vA", "vB"));
}

TEST(ModelSources, SeveralModelsOfOneHistoryAreKeptApart) {
  auto const reading = merge({}, "", R"({"symbol": "INFY.NS", "timestamp": "2026-03-01T18:14:03", "r2_score": 0.4}
{"symbol": "TCS.NS", "timestamp": "2026-03-01T18:14:03", "r2_score": 0.1, "threshold_accuracy_pct": 8.97})");
  ASSERT_THAT(reading.versions, SizeIs(2));
  EXPECT_EQ(reading.versions[0].model, "INFY.NS");
  EXPECT_EQ(reading.versions[1].model, "TCS.NS");
}

TEST(ModelSources, KeepsTheNewestTwentyThousandVersions) {
  std::string rows;
  for (std::size_t i = 0; i < kMaxVersions + 5; ++i) {
    rows += R"({"timestamp": ")" + format_utc(kModified + std::chrono::hours(i)) + R"(", "accuracy": 0.5})" + "\n";
  }
  auto const reading = merge({}, "", rows);
  EXPECT_THAT(reading.versions, SizeIs(kMaxVersions));
  EXPECT_EQ(reading.versions.front().trained_at, kModified + std::chrono::hours(5));
}

}  // namespace
}  // namespace lapwing::poll
