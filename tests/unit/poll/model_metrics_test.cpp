// SPDX-License-Identifier: Apache-2.0
#include "poll/model_metrics.hpp"

#include "core/quantity.hpp"
#include "support/fake_http.hpp"
#include "support/folder.hpp"
#include "support/loop.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>

namespace lapwing::poll {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;
using testing::StartsWith;

TimePoint at(std::string_view text) { return parse_timestamp(text).value(); }

class ModelMetricsTest : public testing::Test {
 protected:
  ModelMetricsTest() {
    options.path = folder.path();
    options.model = "btc";
  }

  Result<PollReport> poll(std::string cursor = "", TimePoint now = at("2025-12-16")) {
    ModelMetrics poller(options);
    test::FakeHttp http;
    Workers workers(0);
    PollContext context{now, std::move(cursor), http, workers};
    auto task = poller.poll(std::move(context));
    return test::run_now(std::move(task));
  }

  void metadata(std::string const& version, std::string const& created_at, double accuracy) {
    json const object{
        {"version", version}, {"created_at", created_at}, {"classification_metrics", {{"accuracy", accuracy}}}};
    folder.write(version + "_training_metadata.json", object.dump());
  }

  test::Folder folder;
  ModelMetricsOptions options;
};

std::vector<Sample> of(PollReport const& report, std::string_view metric) {
  std::vector<Sample> out;
  std::ranges::copy_if(report.samples, std::back_inserter(out), [&](Sample const& s) { return s.metric == metric; });
  return out;
}

/// The one sample of a metric, with this label if one is given.
Sample the(PollReport const& report, std::string_view metric, Labels const& labels = {}) {
  auto found = of(report, metric);
  if (!labels.empty()) std::erase_if(found, [&](Sample const& s) { return s.labels != labels; });
  EXPECT_THAT(found, SizeIs(1)) << metric << labels.to_string();
  return found.empty() ? Sample{} : found.front();
}

std::vector<Event> of_type(PollReport const& report, std::string_view type) {
  std::vector<Event> out;
  std::ranges::copy_if(report.events, std::back_inserter(out), [&](Event const& one) { return one.type == type; });
  return out;
}

std::vector<std::string> event_ids(PollReport const& report) {
  std::vector<std::string> out;
  for (auto const& event : report.events) out.push_back(event.id);
  return out;
}

TEST_F(ModelMetricsTest, YieldsEveryVersionAtItsTrainingTimeInOrder) {
  metadata("v2", "2025-12-06T10:00:00.250Z", 0.7);
  metadata("v1", "2025-12-05T10:00:00.125999Z", 0.6);
  folder.write("manifest.json", R"({"versions": {"v0": {"created_at": "2025-12-04T10:00:00Z",
                                    "classification_metrics": {"accuracy": 0.5}}}})");
  auto const report = poll();
  ASSERT_TRUE(report);
  auto const accuracy = of(*report, "model.accuracy");
  ASSERT_THAT(accuracy, SizeIs(3));
  EXPECT_EQ(accuracy[0].value, 0.5);
  EXPECT_EQ(accuracy[1].value, 0.6);
  EXPECT_EQ(accuracy[1].at, at("2025-12-05T10:00:00.125Z"));
  EXPECT_EQ(accuracy[2].value, 0.7);
  EXPECT_EQ(accuracy[2].labels, (Labels{{"model", "btc"}}));
  EXPECT_THAT(event_ids(*report), ElementsAre("v0", "v1", "v2"));
}

TEST_F(ModelMetricsTest, AnEventTellsTheVersionAndEachMetricAsPeopleReadIt) {
  folder.write("v1_metadata.json", R"({"version": "v1", "created_at": "2025-12-05", "accuracy": 0.7333333, "f1": 0.7,
    "rmse": 1.02760207, "n_train_samples": 12345, "n_features": 24, "target": "price_up"})");
  auto const report = poll();
  ASSERT_TRUE(report);
  ASSERT_THAT(report->events, SizeIs(1));
  auto const& event = report->events[0];
  EXPECT_EQ(event.type, "model.trained");
  EXPECT_EQ(event.labels, (Labels{{"model", "btc"}}));
  EXPECT_EQ(event.at, at("2025-12-05"));
  EXPECT_THAT(event.fields,
              ElementsAre(Pair("version", "v1"), Pair("accuracy", "73.3%"), Pair("f1", "70%"), Pair("rmse", "1.028"),
                          Pair("training_samples", "12,345"), Pair("features", "24"), Pair("target", "price_up")));
}

TEST_F(ModelMetricsTest, ASecondPollOfUnchangedFilesYieldsOnlyWhatIsTrueNow) {
  metadata("v1", "2025-12-05", 0.6);
  folder.write("history.jsonl", R"({"timestamp": "2025-12-07T00:00:00", "accuracy": 0.8})");
  options.history = folder.path("history.jsonl");
  auto const first = poll();
  ASSERT_TRUE(first);
  EXPECT_THAT(first->events, SizeIs(2));
  auto const second = poll(first->cursor, at("2025-12-17"));
  ASSERT_TRUE(second);
  EXPECT_THAT(second->events, IsEmpty());
  for (auto const& sample : second->samples) EXPECT_EQ(sample.at, at("2025-12-17")) << sample.metric;
  EXPECT_EQ(second->cursor, first->cursor);

  metadata("v2", "2025-12-08", 0.9);
  auto const third = poll(second->cursor);
  ASSERT_TRUE(third);
  EXPECT_THAT(event_ids(*third), ElementsAre("v2"));
  EXPECT_EQ(the(*third, "model.accuracy").value, 0.9);
}

TEST_F(ModelMetricsTest, AForeignCursorStartsAnew) {
  metadata("v1", "2025-12-05", 0.6);
  auto const report = poll(R"({"etag": "abc"})");
  ASSERT_TRUE(report);
  EXPECT_THAT(event_ids(*report), ElementsAre("v1"));
}

TEST_F(ModelMetricsTest, AgeCountsFromTheNewestVersionEvenOneWithoutMetrics) {
  metadata("v1", "2025-12-05", 0.6);
  folder.write("manifest.json", R"({"versions": {"v2": {"created_at": "2025-12-15T12:00:00Z"}}})");
  auto const report = poll();
  ASSERT_TRUE(report);
  auto const age = the(*report, "model.age");
  EXPECT_EQ(age.value, 12 * 3600);
  EXPECT_EQ(age.at, at("2025-12-16"));
  EXPECT_EQ(age.note.raw(), "version v2, trained 2025-12-15T12:00:00Z");
}

TEST_F(ModelMetricsTest, ATrainingTimeInTheFutureIsAgeZeroAndSaid) {
  metadata("v1", "2025-12-16T05:30:00", 0.6);
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_EQ(the(*report, "model.age").value, 0);
  EXPECT_THAT(the(*report, "model.age").note.raw(), HasSubstr("in the future"));
}

TEST_F(ModelMetricsTest, SaysWhenTheTrainingTimeIsTheFilesModificationTime) {
  auto const file = folder.write("metadata.json", R"({"accuracy": 0.6})");
  std::filesystem::last_write_time(file, std::chrono::file_clock::from_sys(at("2025-12-10T01:00:00Z")));
  auto const report = poll();
  ASSERT_TRUE(report);
  auto const sample = the(*report, "model.accuracy");
  EXPECT_EQ(sample.at, at("2025-12-10T01:00:00Z"));
  EXPECT_EQ(sample.note.raw(), "training time is the modification time of metadata.json, which names none");
}

TEST_F(ModelMetricsTest, AnExpectedMetricThatIsNotThereIsAFindingWithWhereItWasLookedFor) {
  options.expect = {*find_model_metric("accuracy"), *find_model_metric("precision"), *find_model_metric("r2")};
  options.selectors.metrics[*find_model_metric("precision")] = {"classification_metrics.precision", "precision"};
  folder.write("v1_metadata.json",
               R"({"version": "v1", "created_at": "2025-12-05", "accuracy": 0.6, "r2": NaN, "precision": 0.5})");
  folder.write("v2_metadata.json", R"({"version": "v2", "created_at": "2025-12-06", "accuracy": 0.6, "r2": NaN})");
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(of(*report, "model.metric_missing"), SizeIs(3));
  auto const accuracy = the(*report, "model.metric_missing", {{"model", "btc"}, {"metric", "accuracy"}});
  EXPECT_EQ(accuracy.value, 0);
  EXPECT_TRUE(accuracy.note.empty());
  auto const precision = the(*report, "model.metric_missing", {{"model", "btc"}, {"metric", "precision"}});
  EXPECT_EQ(precision.value, 1);
  EXPECT_EQ(precision.at, at("2025-12-16"));
  EXPECT_EQ(precision.note.raw(),
            "version v2 has no precision; looked for classification_metrics.precision, precision in v2_metadata.json");
  EXPECT_EQ(the(*report, "model.metric_missing", {{"model", "btc"}, {"metric", "r2"}}).value, 1);
}

TEST_F(ModelMetricsTest, APercentageCountsAsMissingAndSaysSo) {
  metadata("v1", "2025-12-05", 73.5);
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(of(*report, "model.accuracy"), IsEmpty());
  EXPECT_THAT(the(*report, "model.metric_missing", {{"model", "btc"}, {"metric", "accuracy"}}).note.raw(),
              HasSubstr("that can be used: classification_metrics.accuracy is 73.5, which is above 1"));
}

TEST_F(ModelMetricsTest, ACutFileIsCountedAndTakenOnceItCanBeRead) {
  metadata("v1", "2025-12-05", 0.6);
  folder.write("v20251206T000000Z_training_metadata.json", "{\n \"version\": \"v2025");
  auto const first = poll();
  ASSERT_TRUE(first);
  EXPECT_EQ(the(*first, "model.unreadable_files").value, 1);
  EXPECT_THAT(the(*first, "model.unreadable_files").note.raw(),
              StartsWith("v20251206T000000Z_training_metadata.json: line 2, column 19: ends in the middle"));
  EXPECT_THAT(event_ids(*first), ElementsAre("v1"));

  metadata("v20251206T000000Z", "2025-12-06", 0.7);
  auto const second = poll(first->cursor);
  ASSERT_TRUE(second);
  EXPECT_EQ(the(*second, "model.unreadable_files").value, 0);
  EXPECT_TRUE(the(*second, "model.unreadable_files").note.empty());
  EXPECT_THAT(event_ids(*second), ElementsAre("v20251206T000000Z"));
}

TEST_F(ModelMetricsTest, AVersionKnownFromTheManifestAloneIsCompletedWhenItsFileCanBeRead) {
  folder.write("manifest.json", R"({"versions": {"v1": {"created_at": "2025-12-05", "accuracy": 0.6,
                                    "metadata": "models\\v1_metadata.json"}}})");
  auto const first = poll();
  ASSERT_TRUE(first);
  EXPECT_THAT(event_ids(*first), ElementsAre("v1"));
  auto const second = poll(first->cursor);
  ASSERT_TRUE(second);
  EXPECT_THAT(of(*second, "model.accuracy"), IsEmpty());

  folder.write("v1_metadata.json", R"({"version": "v1", "created_at": "2025-12-05", "accuracy": 0.6, "mae": 2})");
  auto const third = poll(second->cursor);
  ASSERT_TRUE(third);
  EXPECT_EQ(the(*third, "model.mae").value, 2);
  EXPECT_THAT(third->events, IsEmpty());
  auto const fourth = poll(third->cursor);
  ASSERT_TRUE(fourth);
  EXPECT_THAT(of(*fourth, "model.mae"), IsEmpty());
}

TEST_F(ModelMetricsTest, AVersionWithoutAnyMetricIsTakenWhenItHasOne) {
  folder.write("manifest.json", R"({"versions": {"v1": {"created_at": "2025-12-05"}}})");
  auto const first = poll();
  ASSERT_TRUE(first);
  EXPECT_THAT(first->events, IsEmpty());
  metadata("v1", "2025-12-05", 0.6);
  auto const second = poll(first->cursor);
  ASSERT_TRUE(second);
  EXPECT_THAT(event_ids(*second), ElementsAre("v1"));
}

TEST_F(ModelMetricsTest, AVersionThatIsUnreadableForAWhileIsNotTakenTwice) {
  metadata("v1", "2025-12-05", 0.6);
  metadata("v2", "2025-12-06", 0.7);
  auto const first = poll();
  ASSERT_TRUE(first);
  folder.write("v2_training_metadata.json", "");
  auto const second = poll(first->cursor);
  ASSERT_TRUE(second);
  metadata("v2", "2025-12-06", 0.7);
  auto const third = poll(second->cursor);
  ASSERT_TRUE(third);
  EXPECT_THAT(third->events, IsEmpty());
  EXPECT_THAT(of(*third, "model.accuracy"), IsEmpty());
}

TEST_F(ModelMetricsTest, OnlyMetadataFilesOfTheDirectoryItselfAreRead) {
  metadata("v1", "2025-12-05", 0.6);
  folder.write("v1_registry_info.json", "not json");
  folder.write("v1_feature_columns.json", "not json");
  folder.write("v1_metadata.json.tmp", "not json");
  folder.write(".v2_metadata.json", "not json");
  folder.write("reg_model.pkl", "\x80\x04");
  folder.write("old/v0_metadata.json", R"({"version": "v0", "created_at": "2025-12-01", "accuracy": 0.1})");
  folder.write("x_metadata.json/file", "a directory");
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(event_ids(*report), ElementsAre("v1"));
  EXPECT_EQ(the(*report, "model.unreadable_files").value, 0);
}

TEST_F(ModelMetricsTest, AFileThatCannotBeOpenedIsCountedAndNamed) {
  metadata("v1", "2025-12-05", 0.6);
  std::filesystem::create_symlink("/nowhere/at/all", folder.path("v2_metadata.json"));
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_EQ(the(*report, "model.unreadable_files").value, 1);
  EXPECT_THAT(the(*report, "model.unreadable_files").note.raw(),
              AllOf(HasSubstr("v2_metadata.json"), HasSubstr("No such file")));
}

TEST_F(ModelMetricsTest, ADirectoryThatIsNotThereOrHoldsNoModelIsAnErrorThatNamesIt) {
  options.path = folder.path("models");
  auto const absent = poll();
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().kind, ErrorKind::not_found);
  EXPECT_THAT(absent.error().message, AllOf(StartsWith(options.path), HasSubstr("check `path:`")));

  options.path = folder.write("file", "");
  auto const file = poll();
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::unreadable);

  folder.write("empty/readme.txt", "");
  options.path = folder.path("empty");
  auto const empty = poll();
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().kind, ErrorKind::not_found);
  EXPECT_THAT(empty.error().message, HasSubstr("neither manifest.json nor"));
}

TEST_F(ModelMetricsTest, AMissingHistoryIsAnErrorAloneAndAFaultBesideADirectory) {
  options.history = folder.path("history.jsonl");
  metadata("v1", "2025-12-05", 0.6);
  auto const beside = poll();
  ASSERT_TRUE(beside);
  EXPECT_EQ(the(*beside, "model.unreadable_files").value, 1);
  EXPECT_THAT(the(*beside, "model.unreadable_files").note.raw(), HasSubstr("history.jsonl: No such file"));
  EXPECT_THAT(event_ids(*beside), ElementsAre("v1"));

  options.path = "";
  auto const alone = poll();
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().kind, ErrorKind::not_found);
  EXPECT_THAT(alone.error().message, AllOf(StartsWith(options.history), HasSubstr("check `history:`")));
}

TEST_F(ModelMetricsTest, AHistoryOfNullsIsAFindingAndNotAFault) {
  options.path = "";
  options.history = folder.write("history.jsonl", R"({"timestamp": "2025-12-04T13:30:26.229382", "accuracy": null})");
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(report->events, IsEmpty());
  EXPECT_THAT(of(*report, "model.age"), IsEmpty());
  EXPECT_EQ(the(*report, "model.unreadable_files").value, 0);
  EXPECT_EQ(the(*report, "model.unreadable_files").note.raw(), "all 1 rows of history.jsonl hold nulls only");
  auto const missing = the(*report, "model.metric_missing", {{"model", "btc"}, {"metric", "accuracy"}});
  EXPECT_EQ(missing.value, 1);
  EXPECT_THAT(missing.note.raw(), StartsWith("all 1 rows of history.jsonl hold nulls only; looked for "));
}

TEST_F(ModelMetricsTest, AVersionThatIsAnotherThingThanTheOneBeforeBeginsANewBaseline) {
  auto const version = [&](int day, int features, int tests, std::string const& target) {
    json const object{{"version", "v" + std::to_string(day)},
                      {"created_at", "2025-12-0" + std::to_string(day)},
                      {"accuracy", 0.7},
                      {"n_features", features},
                      {"test_samples", tests},
                      {"target", target}};
    folder.write("v" + std::to_string(day) + "_metadata.json", object.dump());
  };
  version(1, 24, 100, "up");
  version(2, 24, 101, "up");   // a day more of data
  version(3, 24, 121, "up");   // just within a fifth
  version(4, 24, 90, "up");    // a test set of another size
  version(5, 49, 90, "up");    // other features
  version(6, 49, 90, "down");  // another target
  auto const report = poll();
  ASSERT_TRUE(report);
  std::vector<std::string> notes, whats;
  for (auto const& sample : of(*report, "model.baseline")) {
    EXPECT_EQ(sample.value, 1);
    notes.push_back(format_utc(sample.at).substr(0, 10) + " " + sample.note.raw());
  }
  EXPECT_THAT(notes, ElementsAre("2025-12-04 test samples 121 -> 90", "2025-12-05 features 24 -> 49",
                                 "2025-12-06 target up -> down"));
  for (auto const& event : report->events) {
    if (event.type == "model.rebaselined") whats.push_back(event.id + ": " + event.fields.at(1).second);
  }
  EXPECT_THAT(whats, ElementsAre("v4: test samples 121 -> 90", "v5: features 24 -> 49", "v6: target up -> down"));
  EXPECT_THAT(of(*poll(report->cursor), "model.baseline"), IsEmpty()) << "each once";
}

TEST_F(ModelMetricsTest, ABaselineIsOfWhatIsKnownOfTheVersionsThatWereMeasured) {
  auto const version = [&](int day, std::string const& rest) {
    auto const text = std::to_string(day);
    folder.write("v" + text + "_metadata.json",
                 R"({"version": "v)" + text + R"(", "created_at": "2025-12-0)" + text + "\", " + rest + "}");
  };
  version(1, R"("accuracy": 0.7, "n_features": 24, "test_samples": 100)");
  version(2, R"("n_features": 30)");                                       // not measured: nothing is compared with it
  version(3, R"("accuracy": 0.7, "n_features": 24)");                      // does not say how large its test set is
  version(4, R"("accuracy": 0.7, "n_features": 24, "test_samples": 50)");  // half of that of v1
  version(5, R"("n_features": 49)");
  version(6, R"("accuracy": 0.7, "n_features": 49, "test_samples": 50)");
  auto const report = poll();
  ASSERT_TRUE(report);
  std::vector<std::string> notes;
  for (auto const& sample : of(*report, "model.baseline"))
    notes.push_back(format_utc(sample.at).substr(0, 10) + " " + sample.note.raw());
  EXPECT_THAT(notes, ElementsAre("2025-12-04 test samples 100 -> 50", "2025-12-06 features 24 -> 49"));
}

TEST_F(ModelMetricsTest, EachModelOfAFileHasItsOwnSeries) {
  options.path = "";
  options.expect = {*find_model_metric("accuracy")};
  options.history = folder.write("history.jsonl", R"({"symbol": "INFY.NS", "timestamp": "2025-12-14", "accuracy": 0.4}
{"symbol": "TCS.NS", "timestamp": "2025-12-14", "r2_score": 0.1}
{"symbol": "INFY.NS", "timestamp": "2025-12-15", "accuracy": 0.5})");
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(report->events, SizeIs(3));
  EXPECT_EQ(the(*report, "model.age", {{"model", "INFY.NS"}}).value, 86400);
  EXPECT_EQ(the(*report, "model.age", {{"model", "TCS.NS"}}).value, 2 * 86400);
  EXPECT_EQ(the(*report, "model.metric_missing", {{"model", "INFY.NS"}, {"metric", "accuracy"}}).value, 0);
  EXPECT_EQ(the(*report, "model.metric_missing", {{"model", "TCS.NS"}, {"metric", "accuracy"}}).value, 1);
  EXPECT_EQ(the(*report, "model.unreadable_files").labels, (Labels{{"model", "btc"}}));
}

TEST_F(ModelMetricsTest, TenThousandVersionsAreTakenOnceWithASmallCursor) {
  std::string manifest = R"({"versions": {)";
  auto const start = at("2024-01-01");
  for (int i = 0; i < 10'000; ++i) {
    auto const created = format_utc(start + std::chrono::minutes(i));
    manifest += (i == 0 ? "" : ",") + json(std::to_string(i)).dump() + R"(: {"created_at": ")" + created +
                R"(", "accuracy": 0.5, "rmse": 2})";
  }
  folder.write("manifest.json", manifest + "}}");
  auto const first = poll();
  ASSERT_TRUE(first);
  EXPECT_THAT(first->events, SizeIs(10'000));
  EXPECT_THAT(of(*first, "model.rmse"), SizeIs(10'000));
  EXPECT_TRUE(std::ranges::is_sorted(of(*first, "model.accuracy"), {}, &Sample::at));
  EXPECT_LT(first->cursor.size(), 200'000u);
  auto const second = poll(first->cursor);
  ASSERT_TRUE(second);
  EXPECT_THAT(second->events, IsEmpty());
  EXPECT_THAT(of(*second, "model.rmse"), IsEmpty());
}

TEST_F(ModelMetricsTest, StopsBetweenFilesWhenAsked) {
  metadata("v1", "2025-12-05", 0.6);
  ModelMetrics poller(options);
  test::FakeHttp http;
  Workers workers(0);
  workers.request_stop();
  PollContext context{at("2025-12-16"), "", http, workers};
  auto task = poller.poll(std::move(context));
  EXPECT_FALSE(test::run_now(std::move(task)));
}

/// The recorded data of a real project; the tests above mean something without it.
class ModelMetricsOnSharedData : public ModelMetricsTest {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(data)) GTEST_SKIP() << "no " << data;
  }
  std::string const data = LAPWING_SHARED_DATA "/ml-project";
};

/// (version, value) of one metric, read the naive way and ordered by training time.
std::vector<std::tuple<TimePoint, double>> expected(std::string const& models, char const* section,
                                                    std::vector<char const*> const& keys) {
  std::map<TimePoint, double> values;
  auto const manifest = json::parse(test::read_file(models + "/manifest.json"));
  auto const take = [&](json const& object, TimePoint when) {
    for (auto const* const key : keys) {
      if (!object.contains(section) || !object[section].contains(key)) continue;
      values[when] = object[section][key].get<double>();
      return;
    }
  };
  for (auto const& [version, entry] : manifest["versions"].items())
    take(entry, at(entry["created_at"].get<std::string>()));
  for (auto const& file : std::filesystem::directory_iterator(models)) {
    auto const name = file.path().filename().string();
    if (name.find("_training_metadata.json") == name.npos) continue;
    auto const object = json::parse(test::read_file(file.path().string()));
    auto const version = name.substr(0, name.find('_'));
    auto const created =
        object.contains("created_at") ? object["created_at"] : manifest["versions"][version]["created_at"];
    take(object, at(created.get<std::string>()));
  }
  return {values.begin(), values.end()};
}

std::vector<std::tuple<TimePoint, double>> found(PollReport const& report, std::string_view metric) {
  std::vector<std::tuple<TimePoint, double>> out;
  for (auto const& sample : of(report, metric)) out.emplace_back(sample.at, sample.value);
  return out;
}

TEST_F(ModelMetricsOnSharedData, AgreesWithANaiveWalkOfTheRecordedProject) {
  options.path = data + "/models";
  auto const report = poll();
  ASSERT_TRUE(report) << report.error().message;
  auto const* const classes = "classification_metrics";
  auto const* const numbers = "regression_metrics";
  EXPECT_EQ(found(*report, "model.accuracy"), expected(options.path, classes, {"accuracy", "test_accuracy"}));
  EXPECT_EQ(found(*report, "model.f1"), expected(options.path, classes, {"f1_score"}));
  EXPECT_EQ(found(*report, "model.precision"), expected(options.path, classes, {"precision", "test_precision"}));
  EXPECT_EQ(found(*report, "model.recall"), expected(options.path, classes, {"recall", "test_recall"}));
  EXPECT_EQ(found(*report, "model.rmse"), expected(options.path, numbers, {"rmse", "test_rmse"}));
  EXPECT_EQ(found(*report, "model.r2"), expected(options.path, numbers, {"r2", "test_r2"}));
  EXPECT_THAT(of_type(*report, "model.trained"), SizeIs(44));
  EXPECT_THAT(of(*report, "model.accuracy"), SizeIs(44));
  EXPECT_THAT(of(*report, "model.f1"), SizeIs(42));
  EXPECT_EQ(the(*report, "model.unreadable_files").value, 0);
  EXPECT_EQ(the(*report, "model.age").value * 1000,
            double((at("2025-12-16") - at("2025-12-15T14:16:37.579Z")).count()));
  for (auto const& sample : of(*report, "model.metric_missing")) EXPECT_EQ(sample.value, 0) << sample.note.raw();
}

TEST_F(ModelMetricsOnSharedData, TheLiftedHistoryAddsToTheVersionsAndMakesNone) {
  options.path = data + "/models";
  auto const alone = poll();
  options.history = data + "/derived/performance_history.metrics_lifted.jsonl";
  auto const both = poll();
  ASSERT_TRUE(alone);
  ASSERT_TRUE(both);
  EXPECT_EQ(event_ids(*both), event_ids(*alone));
  EXPECT_EQ(found(*both, "model.accuracy"), found(*alone, "model.accuracy"));

  options.path = "";
  auto const history = poll();
  ASSERT_TRUE(history);
  EXPECT_THAT(of_type(*history, "model.trained"), SizeIs(26));
  EXPECT_EQ(the(*history, "model.unreadable_files").value, 0);
}

TEST_F(ModelMetricsOnSharedData, TheHistoryAsTheWorkflowWritesItHoldsNothing) {
  options.path = "";
  options.history = data + "/derived/performance_history.as_written_by_workflow.jsonl";
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(report->events, IsEmpty());
  EXPECT_EQ(the(*report, "model.unreadable_files").note.raw(),
            "all 26 rows of performance_history.as_written_by_workflow.jsonl hold nulls only");
}

TEST_F(ModelMetricsOnSharedData, AnInitialisedHistoryHoldsOneWholeMetadataObject) {
  options.path = "";
  options.history = data + "/derived/performance_history.initialised_then_appended.jsonl";
  auto const report = poll();
  ASSERT_TRUE(report);
  EXPECT_THAT(event_ids(*report), ElementsAre("v20251208T075527Z"));
  EXPECT_EQ(the(*report, "model.training_samples").value, 876);
}

TEST_F(ModelMetricsOnSharedData, ReadsAStockProjectWithSeveralModelsInOneFile) {
  options.path = "";
  options.history = data + "/siblings/stock-mlops/performance_history.jsonl";
  auto const report = poll("", at("2026-03-02"));
  ASSERT_TRUE(report);
  EXPECT_THAT(report->events, SizeIs(11));
  EXPECT_THAT(of(*report, "model.age"), SizeIs(5));
  EXPECT_THAT(of(*report, "model.r2"), SizeIs(11));
  EXPECT_THAT(of(*report, "model.test_samples"), SizeIs(11));
  EXPECT_THAT(of(*report, "model.accuracy"), IsEmpty());
  EXPECT_THAT(of(*report, "model.rmse"), IsEmpty());
  EXPECT_EQ(the(*report, "model.metric_missing", {{"model", "INFY.NS"}, {"metric", "r2"}}).value, 0);
  EXPECT_EQ(the(*report, "model.metric_missing", {{"model", "INFY.NS"}, {"metric", "accuracy"}}).value, 1);
}

TEST_F(ModelMetricsOnSharedData, ReadsARunListAndASingleRunOfABitcoinProject) {
  options.path = "";
  for (auto const* const name : {"/historical_runs.json", "/pipeline_metrics.json"}) {
    options.history = data + "/siblings/bitcoin-mlops-pipeline" + name;
    auto const report = poll("", at("2026-07-02"));
    ASSERT_TRUE(report);
    EXPECT_EQ(the(*report, "model.accuracy").value, 0.8934);
    EXPECT_EQ(the(*report, "model.accuracy").at, at("2026-07-01"));
    EXPECT_EQ(the(*report, "model.unreadable_files").value, 0);
  }
}

}  // namespace
}  // namespace lapwing::poll
