// SPDX-License-Identifier: Apache-2.0
#include "config/problems.hpp"

#include <gtest/gtest.h>

namespace lapwing::config {
namespace {

Place at(char const* file, int line, int column) { return {std::make_shared<std::string const>(file), line, column}; }

TEST(Place, IsWrittenAsEditorsReadIt) {
  EXPECT_EQ(at("alerts.yaml", 12, 5).to_string(), "alerts.yaml:12:5");
  EXPECT_EQ(at("alerts.yaml", 0, 0).to_string(), "alerts.yaml");
  EXPECT_EQ(Place{}.to_string(), "?");
}

TEST(Problems, AreShownInTheOrderOfFileLineAndColumn) {
  Problems problems;
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(problems.to_string(), "");
  problems.add(at("b.yaml", 1, 1), "fifth");
  problems.add(at("a.yaml", 10, 2), "fourth");
  problems.add(at("a.yaml", 9, 7), "second");
  problems.add(at("a.yaml", 9, 7), "third");
  problems.add(at("a.yaml", 0, 0), "first");
  EXPECT_EQ(problems.size(), 5u);
  EXPECT_EQ(problems.to_string(),
            "a.yaml: first\na.yaml:9:7: second\na.yaml:9:7: third\na.yaml:10:2: fourth\nb.yaml:1:1: fifth\n");
  EXPECT_EQ(problems.list().front().to_string(), "b.yaml:1:1: fifth");
}

TEST(Problems, KeepAtMostAHundred) {
  Problems problems;
  for (int i = 1; i <= 250; ++i) problems.add(at("a.yaml", i, 1), "wrong");
  EXPECT_EQ(problems.size(), 100u);
  EXPECT_EQ(problems.list().back().place.line, 100);
}

}  // namespace
}  // namespace lapwing::config
