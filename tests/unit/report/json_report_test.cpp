// SPDX-License-Identifier: Apache-2.0
#include "report/json_report.hpp"

#include "support/a_document.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace lapwing::report {
namespace {

using nlohmann::json;

TEST(JsonReport, HasTheDocumentedShape) {
  auto const body = json::parse(as_json(test::a_document()));
  EXPECT_EQ(body.at("report"), "weekly");
  EXPECT_EQ(body.at("project"), "bitcoin-ml-pipeline");
  EXPECT_EQ(body.at("at"), "2026-11-23T08:00:00Z");
  EXPECT_EQ(body.at("period"), (json{{"from", "2026-11-16T08:00:00Z"}, {"until", "2026-11-23T08:00:00Z"}}));
  EXPECT_EQ(body.at("previous_period").at("from"), "2026-11-09T08:00:00Z");
  EXPECT_EQ(body.at("verdict"), "bad");
  EXPECT_EQ(body.at("summary").size(), 3u);
  auto const& models = body.at("sections").at(1);
  EXPECT_EQ(models.at("id"), "models");
  auto const& accuracy = models.at("figures").at(0);
  EXPECT_EQ(accuracy.at("value"), 0.583);
  EXPECT_EQ(accuracy.at("unit"), "ratio");
  EXPECT_EQ(accuracy.at("n"), 7);
  EXPECT_EQ(accuracy.at("previous"), 0.712);
  EXPECT_EQ(accuracy.at("better"), "higher");
  EXPECT_EQ(accuracy.at("standing"), "bad");
  EXPECT_EQ(accuracy.at("points").size(), 7u);
  EXPECT_EQ(accuracy.at("points").at(6), (json{"2026-11-23T08:00:00Z", 0.583}));
  EXPECT_EQ(models.at("figures").at(3).at("better"), nullptr);
  EXPECT_EQ(models.at("figures").at(4).at("value"), nullptr);
  auto const& remark = body.at("sections").at(0).at("remarks").at(0);
  EXPECT_EQ(remark.at("standing"), "watch");
  EXPECT_EQ(remark.at("links").at(0).at("label"), "Run 128");
  EXPECT_EQ(body.at("sections").at(0).at("figures").at(0).at("labels"), (json{{"branch", "main"}, {"workflow", "CI"}}));
}

TEST(JsonReport, WhatIsNoNumberIsNull) {
  auto const text = as_json(test::a_hostile_document());
  auto const figure = json::parse(text).at("sections").at(0).at("figures").at(0);
  EXPECT_EQ(figure.at("value"), nullptr);
  EXPECT_EQ(figure.at("previous"), nullptr);
  EXPECT_EQ(figure.at("points").size(), 3u);
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("nan")));
}

TEST(JsonReport, OfNothingIsStillADocument) {
  auto const body = json::parse(as_json(Document{}));
  EXPECT_EQ(body.at("report"), "status");
  EXPECT_EQ(body.at("verdict"), "unknown");
  EXPECT_EQ(body.at("sections"), json::array());
}

}  // namespace
}  // namespace lapwing::report
