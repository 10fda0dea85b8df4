// SPDX-License-Identifier: Apache-2.0
#include "core/prometheus_name.hpp"

#include <gtest/gtest.h>

#include <set>

namespace lapwing {
namespace {

TEST(PrometheusName, EndsInItsUnitOnce) {
  EXPECT_EQ(prometheus_name("model.accuracy"), "lapwing_model_accuracy_ratio");
  EXPECT_EQ(prometheus_name("data.age"), "lapwing_data_age_seconds");
  EXPECT_EQ(prometheus_name("artifact.bytes"), "lapwing_artifact_bytes");
  EXPECT_EQ(prometheus_name("artifact.quota"), "lapwing_artifact_quota_bytes");
  EXPECT_EQ(prometheus_name("data.records"), "lapwing_data_records");
  EXPECT_EQ(prometheus_name("model.r2"), "lapwing_model_r2");
  EXPECT_EQ(prometheus_name("of.an.older.version"), "lapwing_of_an_older_version");
}

TEST(PrometheusName, LeadsBackToItsMetricAndNoneIsTakenForACounterOrAHistogram) {
  std::set<std::string> names;
  for (auto const& metric : catalogue()) {
    auto const name = prometheus_name(metric.name);
    EXPECT_TRUE(names.insert(name).second) << name;
    ASSERT_NE(find_prometheus_name(name), nullptr);
    EXPECT_EQ(find_prometheus_name(name)->name, metric.name);
    for (auto const* const suffix : {"_total", "_count", "_sum", "_bucket", "_created", "_info"})
      EXPECT_FALSE(name.ends_with(suffix)) << name;
  }
  EXPECT_EQ(find_prometheus_name("model.accuracy"), nullptr);
}

TEST(PrometheusName, TextIsEscapedAsInLabelValues) {
  EXPECT_EQ(prometheus_escaped("a \"b\" c\\d\ne é"), "a \\\"b\\\" c\\\\d\\ne é");
}

}  // namespace
}  // namespace lapwing
