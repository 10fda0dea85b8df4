// SPDX-License-Identifier: Apache-2.0
#include "poll/model_record.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace lapwing::poll {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

ModelRecord read(char const* text, ModelSelectors const& selectors = shipped_selectors()) {
  return read_model_record(nlohmann::json::parse(text), selectors);
}

std::optional<double> metric(ModelRecord const& record, std::string_view name) {
  return record.metrics.at(find_model_metric(name).value());
}

TEST(ModelRecord, ReadsTheTimeSeriesTrainer) {
  auto const record = read(R"({"version": "v20251205T050636Z", "created_at": "2025-12-05T05:06:36.312519Z",
    "regression_metrics": {"rmse": 1.25, "r2": -0.25, "test_samples": 60},
    "classification_metrics": {"accuracy": 0.48, "f1_score": 0.47, "test_samples": 60},
    "feature_count": 8, "model_type": "RandomForest"})");
  EXPECT_EQ(record.model, "");
  EXPECT_EQ(record.version, "v20251205T050636Z");
  EXPECT_EQ(record.trained_at, parse_timestamp("2025-12-05T05:06:36.312Z"));
  EXPECT_EQ(record.time_source, TimeSource::written);
  EXPECT_EQ(metric(record, "accuracy"), 0.48);
  EXPECT_EQ(metric(record, "f1"), 0.47);
  EXPECT_EQ(metric(record, "rmse"), 1.25);
  EXPECT_EQ(metric(record, "r2"), -0.25);
  EXPECT_EQ(metric(record, "test_samples"), 60);
  EXPECT_EQ(metric(record, "precision"), std::nullopt);
  EXPECT_EQ(metric(record, "training_samples"), std::nullopt);
  EXPECT_EQ(record.features, 8u);
  EXPECT_TRUE(record.refused.empty());
}

TEST(ModelRecord, ReadsTheFeatureStoreTrainerWhoseModelNameIsTheAlgorithm) {
  auto const record = read(R"({"model_version": "v20251207T164209Z", "created_at": "2025-12-07T16:42:41.379438Z",
    "feature_store_used": true, "n_features": 24, "n_train_samples": 985, "n_test_samples": 110, "test_size": 0.1,
    "classification_metrics": {"model_name": "RandomForest", "accuracy": 0.64, "f1_score": 0.62, "precision": 0.65,
      "recall": 0.645, "test_samples": 111},
    "regression_metrics": {"model_name": "SVR", "rmse": 0.08, "mae": 0.06, "r2": -0.8, "test_samples": 110},
    "feature_columns": ["Open", "High"]})");
  EXPECT_EQ(record.model, "");
  EXPECT_EQ(record.version, "v20251207T164209Z");
  EXPECT_EQ(metric(record, "precision"), 0.65);
  EXPECT_EQ(metric(record, "recall"), 0.645);
  EXPECT_EQ(metric(record, "mae"), 0.06);
  EXPECT_EQ(metric(record, "training_samples"), 985);
  EXPECT_EQ(metric(record, "test_samples"), 111);
  EXPECT_EQ(record.features, 24u);
}

TEST(ModelRecord, ReadsTestMetricsAndNeverTrainMetrics) {
  auto const record = read(R"({"target": "GDP_growth", "features": ["GDP", "Population"], "n_samples_train": 13,
    "n_samples_test": 2,
    "regression_metrics": {"train_rmse": 0.05, "train_mae": 0.04, "train_r2": 0.44, "test_rmse": 0.1, "test_r2": -0.02},
    "classification_metrics": {"train_accuracy": 1.0, "train_precision": 1.0, "test_accuracy": 0.5, "test_recall": 1.0}})");
  EXPECT_EQ(record.version, "");
  EXPECT_EQ(record.time_source, TimeSource::none);
  EXPECT_EQ(metric(record, "accuracy"), 0.5);
  EXPECT_EQ(metric(record, "precision"), std::nullopt);
  EXPECT_EQ(metric(record, "recall"), 1.0);
  EXPECT_EQ(metric(record, "rmse"), 0.1);
  EXPECT_EQ(metric(record, "mae"), std::nullopt);
  EXPECT_EQ(metric(record, "r2"), -0.02);
  EXPECT_EQ(metric(record, "training_samples"), 13);
  EXPECT_EQ(metric(record, "test_samples"), 2);
  EXPECT_EQ(record.target, "GDP_growth");
  EXPECT_EQ(record.features, 2u);
}

TEST(ModelRecord, ReadsTheHourlyWorkflow) {
  auto const record = read(R"({"timestamp": "20251213T110000Z", "regression": {"rmse": 900.5, "r2": 0.9},
    "classification": {"accuracy": 0.7, "f1": 0.69}, "training_samples": 280, "test_samples": 70, "features": 12})");
  EXPECT_EQ(record.trained_at, parse_timestamp("2025-12-13T11:00:00Z"));
  EXPECT_EQ(metric(record, "accuracy"), 0.7);
  EXPECT_EQ(metric(record, "f1"), 0.69);
  EXPECT_EQ(metric(record, "rmse"), 900.5);
  EXPECT_EQ(metric(record, "r2"), 0.9);
  EXPECT_EQ(metric(record, "training_samples"), 280);
  EXPECT_EQ(metric(record, "test_samples"), 70);
  EXPECT_EQ(record.features, 12u);
}

TEST(ModelRecord, ReadsFlatRowsAndTheirOtherNames) {
  auto const row = read(R"({"timestamp": "2025-12-04T13:30:26", "accuracy": 1.0, "f1_score": 0.9, "rmse": 0.07,
    "r_squared": 0.48, "training_samples": 13, "test_samples": 2})");
  EXPECT_EQ(row.trained_at, parse_timestamp("2025-12-04T13:30:26Z"));
  EXPECT_EQ(metric(row, "f1"), 0.9);
  EXPECT_EQ(metric(row, "r2"), 0.48);
  EXPECT_EQ(metric(read(R"({"r2_score": 0.5})"), "r2"), 0.5);
  EXPECT_EQ(metric(read(R"({"model_accuracy": 0.8934, "date": "2026-07-01"})"), "accuracy"), 0.8934);
  EXPECT_EQ(read(R"({"date": "2026-07-01"})").trained_at, parse_timestamp("2026-07-01T00:00:00Z"));
}

TEST(ModelRecord, NumbersMayBeTextAndNothingElseIsANumber) {
  EXPECT_EQ(metric(read(R"({"accuracy": " 0.73 "})"), "accuracy"), 0.73);
  for (auto const* const value :
       {"true", "false", "\"\"", "\"NaN\"", "\"inf\"", "\"0.73 or so\"", "\"73%\"", "[0.7]", "{}"}) {
    auto const record = read((std::string(R"({"accuracy": )") + value + "}").c_str());
    EXPECT_EQ(metric(record, "accuracy"), std::nullopt) << value;
    ASSERT_THAT(record.refused, SizeIs(1)) << value;
    EXPECT_THAT(record.refused[0].second, HasSubstr("no number")) << value;
  }
}

TEST(ModelRecord, NullAndAbsentAreNotRefusedButSimplyMissing) {
  auto const record = read(R"({"accuracy": null, "classification_metrics": null, "regression_metrics": "none"})");
  EXPECT_FALSE(record.has_metric());
  EXPECT_TRUE(record.refused.empty());
}

TEST(ModelRecord, APercentageIsNotTakenForARatio) {
  auto const record =
      read(R"({"classification_metrics": {"accuracy": 73.5, "precision": -0.1}, "rmse": -1, "r2": 1.5})");
  EXPECT_FALSE(record.has_metric());
  ASSERT_THAT(record.refused, SizeIs(4));
  EXPECT_EQ(record.refused[0].second,
            "classification_metrics.accuracy is 73.5, which is above 1 (a ratio is expected, not a percentage)");
  EXPECT_EQ(record.refused[1].second, "classification_metrics.precision is -0.1, which is below 0");
  EXPECT_EQ(record.refused[2].second, "rmse is -1, which is below 0");
  EXPECT_EQ(record.refused[3].second, "r2 is 1.5, which is above 1");
}

TEST(ModelRecord, LooksOnWhereTheFirstSelectorHasNothingUsable) {
  EXPECT_EQ(metric(read(R"({"classification_metrics": {"accuracy": null}, "accuracy": 0.7})"), "accuracy"), 0.7);
  auto const record = read(R"({"classification_metrics": {"accuracy": 70}, "accuracy": 0.7})");
  EXPECT_EQ(metric(record, "accuracy"), 0.7);
  EXPECT_TRUE(record.refused.empty());
}

TEST(ModelRecord, TheModelIsAPlainTextAtTheTopOrUnsaid) {
  EXPECT_EQ(read(R"({"symbol": "INFY.NS", "model": "lstm"})").model, "INFY.NS");
  EXPECT_EQ(read(R"({"symbol": "", "model": "lstm"})").model, "lstm");
  EXPECT_EQ(read(R"({"model": {"name": "lstm"}, "model_id": 7})").model, "");
  EXPECT_EQ(read(R"({"model_name": "RandomForest", "model_type": "SVR"})").model, "");
  auto selectors = shipped_selectors();
  selectors.model_keys = {};
  EXPECT_EQ(read(R"({"symbol": "INFY.NS"})", selectors).model, "");
}

TEST(ModelRecord, VersionsMayBeNumbersAndCarryTheTimeInTheirStamp) {
  EXPECT_EQ(read(R"({"version": 3})").version, "3");
  EXPECT_EQ(read(R"({"version": 1.5})").version, "");
  auto const record = read(R"({"version": "v20251206T114248Z", "created_at": "yesterday"})");
  EXPECT_EQ(record.trained_at, parse_timestamp("2025-12-06T11:42:48Z"));
  EXPECT_EQ(record.time_source, TimeSource::stamp);
}

TEST(ModelRecord, FindsTheStampInNames) {
  EXPECT_EQ(find_stamp("v20251206T114248Z_training_metadata.json"), "v20251206T114248Z");
  EXPECT_EQ(find_stamp("20251213T110000Z_metadata.json"), "20251213T110000Z");
  EXPECT_EQ(find_stamp("btc_v20251206T114248Z"), "v20251206T114248Z");
  EXPECT_EQ(find_stamp("20251399T110000Z"), "");
  EXPECT_EQ(find_stamp("metadata.json"), "");
  EXPECT_EQ(stamp_time("btc_v20251206T114248Z"), parse_timestamp("2025-12-06T11:42:48Z"));
  EXPECT_EQ(stamp_time("v3"), std::nullopt);
}

TEST(ModelRecord, OwnSelectorsReplaceTheShippedOnes) {
  auto selectors = shipped_selectors();
  selectors.metrics[0] = {"eval.holdout.acc"};
  EXPECT_EQ(metric(read(R"({"eval": {"holdout": {"acc": 0.6}}, "accuracy": 0.9})", selectors), "accuracy"), 0.6);
  EXPECT_EQ(metric(read(R"({"eval": {"holdout": 0.6}, "accuracy": 0.9})", selectors), "accuracy"), std::nullopt);
}

TEST(ModelRecord, TextFromOutsideIsPrintableAndShort) {
  auto const record = read((R"({"version": "v\u001b[31m", "target": ")" + std::string(5000, 'x') + "\"}").c_str());
  EXPECT_EQ(record.version, "v [31m");
  EXPECT_LT(record.target.size(), 200u);
}

}  // namespace
}  // namespace lapwing::poll
