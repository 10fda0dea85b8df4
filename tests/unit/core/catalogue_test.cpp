// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue.hpp"

#include "core/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace lapwing {
namespace {

bool is_word(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

TEST(Catalogue, NamesEveryMetricOnceAsAreaDotThing) {
  std::set<std::string_view> seen;
  for (auto const& metric : catalogue()) {
    EXPECT_TRUE(seen.insert(metric.name).second) << metric.name << " stands there twice";
    auto const parts = split(metric.name, '.');
    EXPECT_EQ(parts.size(), 2u) << metric.name;
    for (auto const part : parts) EXPECT_TRUE(is_word(part)) << metric.name;
    EXPECT_EQ(find_metric(metric.name), &metric);
  }
}

TEST(Catalogue, ExplainsEveryMetric) {
  for (auto const& metric : catalogue()) {
    EXPECT_FALSE(metric.meaning.empty()) << metric.name;
    EXPECT_FALSE(metric.meaning.ends_with('.')) << metric.name;
    EXPECT_FALSE(metric.source.empty()) << metric.name;
    if (metric.labels.empty()) continue;
    for (auto label : split(metric.labels, ',')) {
      label = trim(label);
      if (label.starts_with('[') && label.ends_with(']')) label = label.substr(1, label.size() - 2);
      EXPECT_TRUE(is_word(label)) << metric.name << " has the label " << label;
    }
  }
}

TEST(Catalogue, KeepsTheMetricsOfOneSourceTogether) {
  std::set<std::string_view> before;
  std::string_view last;
  for (auto const& metric : catalogue()) {
    if (metric.source != last) {
      EXPECT_TRUE(before.insert(metric.source).second) << metric.source << " comes back at " << metric.name;
    }
    last = metric.source;
  }
}

TEST(Catalogue, DoesNotKnowOtherNames) {
  for (auto const* const name : {"", "model", "model.", "model.accuracy ", "Model.accuracy", "accuracy"}) {
    EXPECT_EQ(find_metric(name), nullptr) << name;
  }
}

TEST(Catalogue, SaysWhichWayIsBetter) {
  EXPECT_EQ(describe(Better::higher), "higher is better");
  EXPECT_EQ(describe(Better::lower), "lower is better");
  EXPECT_EQ(describe(Better::neither), "");
  EXPECT_EQ(find_metric("model.accuracy")->better, Better::higher);
  EXPECT_EQ(find_metric("model.rmse")->better, Better::lower);
  EXPECT_EQ(find_metric("model.accuracy")->unit, Unit::ratio);
}

TEST(Catalogue, WhatComesWithItsKindHasAKindToComeWith) {
  std::set<std::pair<std::string_view, std::string_view>> kinds, more_than_one;
  for (auto const& metric : catalogue()) {
    if (metric.comes != Comes::with_its_kind) continue;
    std::pair const kind{split(metric.name, '.')[0], metric.labels};
    if (!kinds.insert(kind).second) more_than_one.insert(kind);
  }
  EXPECT_FALSE(kinds.empty());
  EXPECT_EQ(kinds, more_than_one);
}

}  // namespace
}  // namespace lapwing
