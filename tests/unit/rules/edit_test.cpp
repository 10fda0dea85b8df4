// SPDX-License-Identifier: Apache-2.0
#include "rules/edit.hpp"

#include <gmock/gmock.h>

namespace lapwing::rules {
namespace {

using testing::HasSubstr;

TEST(Edit, TheLastDotBeforeTheSignParsesAlertFromKey) {
  auto const edit = parse_edit("model.v2-accuracy.for=1.5h");
  ASSERT_TRUE(edit);
  EXPECT_EQ(edit->alert, "model.v2-accuracy");
  EXPECT_EQ(edit->key, "for");
  EXPECT_EQ(edit->value, "1.5h");
}

TEST(Edit, WhatIsNoEditIsRefusedWithTheForm) {
  for (auto const* const text : {"", "a", "a=1", ".warning=1", "a.warning", "a.warning="})
    EXPECT_THAT(parse_edit(text).error().message, HasSubstr("model-accuracy.warning=70%")) << text;
}

TEST(Edit, AnUnknownKeyIsRefusedWithTheNearest) {
  EXPECT_THAT(parse_edit("a.warnin=70%").error().message, HasSubstr("did you mean 'warning'?"));
  EXPECT_THAT(parse_edit("a.watch=x").error().message, HasSubstr("info, warning, critical, recover and for"));
}

TEST(Edit, TakesThePlaceOfAValueOrIsAdded) {
  config::Problems problems;
  auto document = *config::parse_yaml("alerts:\n  a: {warning: 65%}\n", "a.yaml", problems);
  EXPECT_TRUE(apply(*parse_edit("a.warning=70%"), document));
  EXPECT_TRUE(apply(*parse_edit("a.for=2 runs"), document));
  EXPECT_FALSE(apply(*parse_edit("b.for=2 runs"), document));
  auto const& alert = document.entries[0].value.entries[0].value;
  ASSERT_EQ(alert.entries.size(), 2u);
  EXPECT_EQ(alert.entries[0].value.text, "70%");
  EXPECT_EQ(alert.entries[1].value.text, "2 runs");
  EXPECT_THAT(alert.entries[1].value.place.to_string(), HasSubstr("--set a.for=2 runs"));
}

}  // namespace
}  // namespace lapwing::rules
