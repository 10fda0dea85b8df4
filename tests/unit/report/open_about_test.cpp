// SPDX-License-Identifier: Apache-2.0
#include "report/open_about.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace lapwing::report {
namespace {

class OpenAboutTest : public testing::Test {
 protected:
  Material material;

  OpenAboutTest() {
    material.at = *parse_timestamp("2026-03-09T08:00:00Z");
    material.alerts = {{"accuracy", "", {"model.accuracy"}}, {"any", "", {"model.accuracy", "model.f1"}}};
  }
  void open(std::string rule, Labels labels, Level level) {
    alert::Incident one;
    one.key = {std::move(rule), std::move(labels)};
    one.level = one.worst = level;
    one.since = material.at - std::chrono::hours(1);
    material.incidents.push_back(std::move(one));
  }
  Level worst(std::string metric, Labels labels) const {
    Figure figure;
    figure.id = std::move(metric);
    figure.labels = std::move(labels);
    return OpenAbout(material).worst(figure);
  }
};

TEST_F(OpenAboutTest, AFigureHearsOfItsOwnMetricAndLabelsAlone) {
  open("accuracy", Labels{{"model", "a"}}, Level::critical);
  EXPECT_EQ(worst("model.accuracy", Labels{{"model", "a"}}), Level::critical);
  EXPECT_EQ(worst("model.accuracy", Labels{{"model", "b"}}), Level::ok);
  EXPECT_EQ(worst("model.f1", Labels{{"model", "a"}}), Level::ok);
  EXPECT_EQ(worst("model.accuracy", {}), Level::critical) << "a figure of all models is of this one too";
}

TEST_F(OpenAboutTest, AnIncidentThatNamesLessIsAboutMore) {
  open("any", {}, Level::warning);
  open("accuracy", Labels{{"model", "a"}, {"stage", "live"}}, Level::critical);
  EXPECT_EQ(worst("model.accuracy", Labels{{"model", "b"}}), Level::warning);
  EXPECT_EQ(worst("model.accuracy", Labels{{"model", "a"}}), Level::critical);
  EXPECT_EQ(worst("model.accuracy", Labels{{"model", "a"}, {"stage", "trial"}}), Level::warning);
  EXPECT_EQ(worst("model.f1", Labels{{"model", "a"}}), Level::warning);
}

TEST_F(OpenAboutTest, WhatIsOverOrMildOrLaterOrOfNoAlertIsNotOpen) {
  open("accuracy", {}, Level::info);
  open("accuracy", {}, Level::critical);
  material.incidents.back().closed = material.at;
  open("accuracy", {}, Level::critical);
  material.incidents.back().since = material.at + std::chrono::hours(1);
  open("another", {}, Level::critical);
  EXPECT_EQ(worst("model.accuracy", {}), Level::ok);
}

/// Against the rule itself, pair by pair.
TEST_F(OpenAboutTest, TheTableSaysWhatComparingEachWithEachSays) {
  std::vector<Labels> sets;
  for (auto const* const a : {"", "x", "y"}) {
    for (auto const* const b : {"", "x", "y"}) {
      for (auto const* const c : {"", "x"}) sets.push_back(Labels{{"a", a}, {"b", b}, {"c", c}});
    }
  }
  for (std::size_t i = 0; i < sets.size(); i += 3) open("accuracy", sets[i], i % 2 ? Level::critical : Level::warning);
  OpenAbout about(material);
  std::size_t found = 0;
  for (auto const& labels : sets) {
    auto expected = Level::ok;
    for (auto const& incident : material.incidents) {
      bool const agrees = std::ranges::all_of(labels.pairs(), [&](auto const& pair) {
        auto const theirs = incident.key.labels.get(pair.first);
        return theirs.empty() || theirs == pair.second;
      });
      if (agrees) expected = std::max(expected, incident.level);
    }
    Figure figure;
    figure.id = "model.accuracy";
    figure.labels = labels;
    EXPECT_EQ(about.worst(figure), expected) << labels.to_string();
    found += expected > Level::ok;
  }
  EXPECT_GT(found, 5u);
}

}  // namespace
}  // namespace lapwing::report
