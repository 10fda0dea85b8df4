// SPDX-License-Identifier: Apache-2.0
// The commands that ask what is stored, and what rules would make of it.
#include "e2e/process.hpp"
#include "e2e/project.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace lapwing::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kAlerts =
    "alerts:\n"
    "  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, critical: 50%}\n"
    "  model-trained: {on: model.trained, info: \"trained\"}\n";

/// Three versions were trained and polled: 70%, 60%, 72%.
class Asking : public testing::Test {
 protected:
  void SetUp() override {
    config_ = project_.configure(kAlerts);
    project_.train("2026-03-01T02:00:00Z", 0.70);
    project_.train("2026-03-02T02:00:00Z", 0.60);
    project_.train("2026-03-03T02:00:00Z", 0.72);
    auto const once = run({"run", "--once"});
    ASSERT_EQ(once.exit_code, 0) << once.output;
  }

  Finished run(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--config", config_});
    return run_lapwing(arguments, project_.environment());
  }
  nlohmann::json json(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json"});
    auto const finished = run(std::move(arguments));
    EXPECT_EQ(finished.exit_code, 0) << finished.output;
    return nlohmann::json::parse(finished.output);
  }

  Project project_;
  std::string config_;
};

TEST_F(Asking, EvalAnswersNowAndAsOfThen) {
  auto const now = run({"eval", "model.accuracy"});
  EXPECT_EQ(now.exit_code, 0) << now.output;
  EXPECT_THAT(now.output, HasSubstr("{model=\"models\"}  72%  1 sample, newest 2026-03-03 02:00 +00:00"));
  auto const then = json({"eval", "mean(model.accuracy, last 2 runs)", "--at", "2026-03-02T12:00:00Z"});
  EXPECT_EQ(then["unit"], "ratio");
  ASSERT_EQ(then["results"].size(), 1u);
  EXPECT_DOUBLE_EQ(then["results"][0]["value"], 0.65);
  EXPECT_EQ(then["results"][0]["samples"], 2);
  EXPECT_EQ(then["results"][0]["newest"], "2026-03-02T02:00:00Z");
}

TEST_F(Asking, EvalPointsAtAFaultAndNamesWhatIsMissing) {
  auto const wrong = run({"eval", "mean(model.acuracy, 7d)"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.output, HasSubstr("did you mean 'model.accuracy'?"));
  EXPECT_THAT(wrong.output, HasSubstr("  mean(model.acuracy, 7d)\n       ^\n"));
  auto const missing = run({"eval", "model.f1"});
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_THAT(missing.output, HasSubstr("no samples of model.f1"));
  EXPECT_EQ(run({"eval", "model.accuracy", "--at", "yesterday"}).exit_code, 2);
}

TEST_F(Asking, ADisabledAlertCanStillBeAskedAboutAndSaysSo) {
  config_ = project_.configure(
      "alerts:\n  model-accuracy: {watch: model.accuracy, when: below, warning: 75%, enabled: false}\n");
  auto const told = run({"explain", "model-accuracy"});
  EXPECT_EQ(told.exit_code, 0) << told.output;
  EXPECT_THAT(told.output, HasSubstr("disabled    nothing of this is judged"));
  EXPECT_THAT(told.output, HasSubstr("value     72%"));
  EXPECT_EQ(json({"explain", "model-accuracy"})["enabled"], false);
  EXPECT_EQ(run({"suggest", "model-accuracy"}).exit_code, 0);
}

TEST_F(Asking, ExplainOfTheBuiltInAlertOnMissingDataShowsWhatEachSourceLacks) {
  EXPECT_THAT(run({"explain", "no-data"}).output, HasSubstr("models (model_metrics): all that is watched comes"));
  project_.folder.write("models/v9_metadata.json", R"({"created_at": "2026-03-10", "accuracy": 0.7, "f1": 0.7})");
  config_ = project_.configure("alerts:\n  f1: {watch: model.f1, when: below, warning: 50%}\n");
  ASSERT_EQ(run({"run", "--once"}).exit_code, 0);
  project_.train("2026-03-11T02:00:00Z", 0.7);
  project_.train("2026-03-12T02:00:00Z", 0.7);
  ASSERT_EQ(run({"run", "--once"}).exit_code, 0);
  EXPECT_THAT(run({"explain", "no-data"}).output,
              HasSubstr("warning  model.f1{model=\"models\"}, missed 2 times; watched by f1"));
  auto const asked = json({"explain", "no-data"});
  EXPECT_EQ(asked["sources"][0]["missing"][0]["missed"], 2);
  config_ = project_.configure("alerts:\n  f1: {watch: model.f1, when: below, warning: 90%}\n");
  ASSERT_EQ(run({"run", "--once"}).exit_code, 0);
  EXPECT_THAT(run({"alerts"}).output, HasSubstr("data    stale: 2 polls missed")) << "f1 stands on an old version";
}

TEST_F(Asking, ExplainSaysHowAnAlertStandsAndWhoHearsIt) {
  project_.train("2026-03-04T02:00:00Z", 0.55);
  ASSERT_EQ(run({"run", "--once"}).exit_code, 0);
  auto const told = run({"explain", "model-accuracy"});
  EXPECT_EQ(told.exit_code, 0) << told.output;
  EXPECT_THAT(told.output, HasSubstr("warning     below 65%; heard by team and oncall"));
  EXPECT_THAT(told.output, HasSubstr("source      models (model_metrics), polled next "));
  EXPECT_THAT(told.output, HasSubstr("state     warning"));
  auto const json = this->json({"explain", "model-accuracy"});
  EXPECT_EQ(json["results"][0]["text"], "55%");
  EXPECT_EQ(json["results"][0]["since"], "2026-03-04T02:00:00Z");
  auto const event = run({"explain", "model-trained"});
  EXPECT_THAT(event.output, HasSubstr("is on       model.trained"));
  EXPECT_THAT(event.output, HasSubstr("last        2026-03-04 02:00 +00:00 {model=\"models\"}"));
  auto const unknown = run({"explain", "model-acuracy"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.output, HasSubstr("did you mean 'model-accuracy'?"));
}

TEST_F(Asking, CheckWarnsOfAlertsThatCanNeverFire) {
  EXPECT_THAT(run({"check"}).output, Not(HasSubstr("warning: ")));
  config_ = project_.configure(
      "alerts:\n"
      "  a: {watch: 'model.accuracy{model=\"model\"}', when: below, warning: 65%}\n"
      "  b: {watch: model.recall, when: below, warning: 65%, critical: 65%}\n");
  auto const checked = run({"check"});
  EXPECT_EQ(checked.exit_code, 0) << checked.output;
  EXPECT_THAT(checked.output, HasSubstr("warning: b is never warning: critical has the same threshold (below 65%)"));
  EXPECT_THAT(checked.output, HasSubstr("warning: no model.accuracy with model=\"model\" was ever seen; did you mean "
                                        "'models'?; can not fire: a"));
  EXPECT_THAT(checked.output, HasSubstr("warning: model.recall was never seen; can not fire: b"));
}

TEST_F(Asking, BacktestCountsAndComparesWithWhatAnEditWouldDo) {
  auto const plain = run({"backtest", "--since", "5000d"});
  EXPECT_EQ(plain.exit_code, 0) << plain.output;
  EXPECT_THAT(plain.output, testing::ContainsRegex("model-accuracy +1 +24h +24h +2 +1\n"));
  EXPECT_THAT(plain.output, testing::ContainsRegex("model-trained +3 "));
  auto const edited = run({"backtest", "--since", "5000d", "--set", "model-accuracy.warning=71%"});
  EXPECT_EQ(edited.exit_code, 0) << edited.output;
  EXPECT_THAT(edited.output, testing::ContainsRegex("model-accuracy +1 +24h -> 2d"));
  auto const json = this->json({"backtest", "--since", "5000d", "--set", "model-accuracy.for=2 runs"});
  ASSERT_EQ(json["alerts"].size(), 1u);
  EXPECT_EQ(json["alerts"][0]["old"]["fired"], 1);
  EXPECT_EQ(json["alerts"][0]["new"]["fired"], 0);
  EXPECT_EQ(json["alerts"][0]["vanish"][0]["from"], "2026-03-02T02:00:00Z");
  EXPECT_EQ(json["alerts"][0]["appear"].size(), 0u);
}

TEST_F(Asking, BacktestChecksAnEditAsTheFileWouldBe) {
  auto const value = run({"backtest", "--set", "model-accuracy.warning=70"});
  EXPECT_EQ(value.exit_code, 2);
  EXPECT_THAT(value.output, HasSubstr("--set model-accuracy.warning=70: warning must be a share such as 65%"));
  auto const id = run({"backtest", "--set", "model-acuracy.warning=70%"});
  EXPECT_EQ(id.exit_code, 2);
  EXPECT_THAT(id.output, HasSubstr("did you mean 'model-accuracy'?"));
  auto const key = run({"backtest", "--set", "model-accuracy.warnin=70%"});
  EXPECT_EQ(key.exit_code, 2);
  EXPECT_THAT(key.output, HasSubstr("did you mean 'warning'?"));
  EXPECT_EQ(run({"backtest", "--since", "long"}).exit_code, 2);
}

TEST_F(Asking, SuggestGivesThresholdsToPaste) {
  auto const told = run({"suggest", "model-accuracy"});
  EXPECT_EQ(told.exit_code, 0) << told.output;
  EXPECT_THAT(told.output, HasSubstr("Drawn from 3 values"));
  EXPECT_THAT(told.output, testing::ContainsRegex("  warning: 60.2% +# 1st percentile: would have fired 1 time, 24h"));
  auto const json = this->json({"suggest", "model-accuracy"});
  ASSERT_EQ(json["suggestions"].size(), 3u);
  EXPECT_EQ(json["suggestions"][2]["threshold"], "62%");
  EXPECT_EQ(run({"suggest", "model-trained"}).exit_code, 2);
  EXPECT_THAT(run({"suggest", "model-acuracy"}).output, HasSubstr("did you mean 'model-accuracy'?"));
}

}  // namespace
}  // namespace lapwing::test
