// SPDX-License-Identifier: Apache-2.0
#include "poll/model_options.hpp"

#include "config/map_reader.hpp"

#include <gmock/gmock.h>

namespace lapwing::poll {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

struct Read {
  ModelMetricsOptions options;
  config::Problems problems;
};

Read read(std::string_view yaml) {
  Read out;
  Redactor redactor;
  config::References references([](std::string const&) { return std::string(); }, redactor);
  auto const value = config::parse_yaml(yaml, "lapwing.yaml", out.problems);
  EXPECT_TRUE(value) << out.problems.to_string();
  config::MapReader map(value.value(), "pollers.models", {out.problems, references});
  out.options = read_model_options(map, "models");
  map.finish();
  return out;
}

TEST(ModelOptions, ShipsDefaultsForAllButTheSource) {
  auto const [options, problems] = read("path: /srv/models\n");
  EXPECT_TRUE(problems.empty()) << problems.to_string();
  EXPECT_EQ(options.path, "/srv/models");
  EXPECT_EQ(options.history, "");
  EXPECT_EQ(options.model, "models");
  std::vector<std::string_view> names;
  for (auto const index : options.expect) names.push_back(kModelMetrics.at(index).name);
  EXPECT_THAT(names, ElementsAre("accuracy", "f1", "rmse", "r2"));
  EXPECT_EQ(options.selectors.metrics, shipped_selectors().metrics);
  EXPECT_EQ(options.selectors.model_keys, shipped_selectors().model_keys);
}

TEST(ModelOptions, ReadsEveryKey) {
  auto const [options, problems] = read(R"(
history: runs.jsonl
model: bitcoin
model_keys: []
expect: [mae, mae, precision]
metrics:
  accuracy: eval.acc
  f1: [eval.f1, f1]
)");
  EXPECT_TRUE(problems.empty()) << problems.to_string();
  EXPECT_EQ(options.history, "runs.jsonl");
  EXPECT_EQ(options.model, "bitcoin");
  EXPECT_TRUE(options.selectors.model_keys.empty());
  EXPECT_THAT(options.expect, ElementsAre(*find_model_metric("mae"), *find_model_metric("precision")));
  EXPECT_THAT(options.selectors.metrics[0], ElementsAre("eval.acc"));
  EXPECT_THAT(options.selectors.metrics[1], ElementsAre("eval.f1", "f1"));
  EXPECT_EQ(options.selectors.metrics[2], shipped_selectors().metrics[2]);
}

TEST(ModelOptions, RefusesDefectsWithTheirPlaceAndWhatWasMeant) {
  auto const missing = read("model: bitcoin\n").problems;
  ASSERT_THAT(missing.list(), SizeIs(1));
  EXPECT_EQ(missing.list()[0].to_string(),
            "lapwing.yaml:1:1: pollers.models needs 'path' (the directory of manifest.json and *metadata*.json) or "
            "'history'");

  auto const unknown = read("path: /m\nexpect: [acuracy]\n").problems;
  ASSERT_THAT(unknown.list(), SizeIs(1));
  EXPECT_EQ(unknown.list()[0].place.line, 2);
  EXPECT_THAT(unknown.list()[0].what, HasSubstr("did you mean 'accuracy'?"));

  EXPECT_THAT(read("path: /m\nmetrics: {presicion: x}\n").problems.to_string(), HasSubstr("did you mean 'precision'?"));
  EXPECT_THAT(read("path: /m\nmetrics: {accuracy: a..b}\n").problems.to_string(), HasSubstr("must be paths such as"));
  EXPECT_THAT(read("path: /m\nmetrics: {accuracy: []}\n").problems.to_string(), HasSubstr("must be paths such as"));
  EXPECT_THAT(read("path: /m\nmodel: ''\n").problems.to_string(), HasSubstr("model must not be empty"));
  EXPECT_THAT(read("path: /m\nexpects: [f1]\n").problems.to_string(), HasSubstr("did you mean 'expect'?"));
}

}  // namespace
}  // namespace lapwing::poll
