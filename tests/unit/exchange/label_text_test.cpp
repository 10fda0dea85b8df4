// SPDX-License-Identifier: Apache-2.0
#include "exchange/label_text.hpp"

#include <gtest/gtest.h>

namespace lapwing::exchange {
namespace {

std::string fault(std::string_view text) {
  auto const taken = take_labels(text);
  return taken ? "" : taken.error().message;
}

TEST(LabelText, IsReadAsItIsWrittenAndAsPrometheusWritesIt) {
  std::string_view text = "{model=\"a\\\"b\\\\c, }\", tool=\"é\"} 1";
  EXPECT_EQ(*take_labels(text), (Labels{{"model", "a\"b\\c, }"}, {"tool", "é"}}));
  EXPECT_EQ(text, " 1");
  for (std::string_view one : {"{a=\"x\",b=\"y\"}", "{ a = \"x\" , b=\"y\" , }"})
    EXPECT_EQ(*take_labels(one), (Labels{{"a", "x"}, {"b", "y"}}));
  std::string_view none = "1";
  EXPECT_EQ(*take_labels(none), Labels());
  std::string_view empty = "{}";
  EXPECT_EQ(*take_labels(empty), Labels());
}

TEST(LabelText, WhatALabelTurnsIntoTextComesBack) {
  for (auto const* const value : {"a\"b", "a\\", "\\\"", "\\n", "{}", "a, b", "=\"", "курс", "📈", "line\nbreak"}) {
    Labels const labels{{"model", value}, {"z", value}};
    auto const written = labels.to_string();
    std::string_view text = written;
    EXPECT_EQ(*take_labels(text), labels) << written;
  }
}

TEST(LabelText, WhatIsWrongIsSaid) {
  EXPECT_EQ(fault("{model=btc}"), "labels: the value of model must stand between quotes");
  EXPECT_EQ(fault("{model=\"btc"), "labels: the value of model must stand between quotes");
  EXPECT_EQ(fault("{model}"), "labels: = is missing after model");
  EXPECT_EQ(fault("{1=\"a\"}"), "labels: a label's name is missing before '=\"a\"}'");
  EXPECT_EQ(fault("{a=\"1\", a=\"2\"}"), "labels: a is there twice");
  EXPECT_EQ(fault("{a=\"1\" b=\"2\"}"), "labels: } is missing at the end");
  EXPECT_EQ(fault("{"), "labels: a label's name is missing before ''");
}

}  // namespace
}  // namespace lapwing::exchange
