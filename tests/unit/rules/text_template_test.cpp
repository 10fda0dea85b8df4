// SPDX-License-Identifier: Apache-2.0
#include "rules/text_template.hpp"

#include <gmock/gmock.h>

namespace lapwing::rules {
namespace {

using testing::HasSubstr;

std::string wrong(std::string_view text, std::string_view metric = "data.missing") {
  return check_template(text, find_metric(metric)).value_or("");
}

TemplateValues const kValues{"58.3%", "below 60%", "model.accuracy", {{"model", "btc {value}"}}};

TEST(TextTemplate, PlainTextAndEveryPlaceholderAreAccepted) {
  EXPECT_EQ(wrong(""), "");
  EXPECT_EQ(wrong("Review the model; consider retraining."), "");
  EXPECT_EQ(wrong("{metric.name} of {labels.dataset}/{labels.column} is {value}, {threshold}"), "");
}

TEST(TextTemplate, AnUnknownPlaceholderIsNamedWithTheNearest) {
  EXPECT_THAT(wrong("is {vlaue}"), HasSubstr("{vlaue}; did you mean 'value'?"));
  EXPECT_THAT(wrong("is {treshold}"), HasSubstr("did you mean 'threshold'?"));
  EXPECT_THAT(wrong("{label.column}"), HasSubstr("did you mean 'labels.column'?"));
  EXPECT_THAT(wrong("{x}"),
              HasSubstr("(there are {value}, {threshold}, {metric.name}, {labels.dataset} and {labels.column};"));
  EXPECT_THAT(wrong("{labels.}"), HasSubstr("there is no placeholder {labels.}"));
  EXPECT_THAT(wrong("{}"), HasSubstr("there is no placeholder {}"));
  EXPECT_THAT(wrong("{ value }"), HasSubstr("there is no placeholder { value }"));
  EXPECT_THAT(wrong("{value{threshold}"), HasSubstr("there is no placeholder {value{threshold}"));
}

TEST(TextTemplate, ALabelThatTheMetricNeverHasIsNamedWithTheNearest) {
  EXPECT_THAT(wrong("{labels.colum}"), HasSubstr("{labels.colum}; did you mean 'labels.column'?"));
  EXPECT_THAT(wrong("{labels.column}", "model.accuracy"), HasSubstr("there is no placeholder {labels.column}"));
  EXPECT_THAT(wrong("{labels.model}", "config.valid"), HasSubstr("(there are {value}, {threshold} and {metric.name};"));
  EXPECT_EQ(check_template("{labels.anything}", nullptr), std::nullopt) << "where the metric is not known";
}

TEST(TextTemplate, ABraceMustCloseOrBeDoubled) {
  EXPECT_THAT(wrong("is {value"), HasSubstr("not closed"));
  EXPECT_THAT(wrong("{"), HasSubstr("not closed"));
  EXPECT_THAT(wrong("{wrong} and {"), HasSubstr("not closed"));
  EXPECT_EQ(wrong("{{"), "");
  EXPECT_EQ(wrong("{{value}"), "");
  EXPECT_EQ(wrong("a } alone"), "");
}

TEST(TextTemplate, ControlCharactersOfAPlaceholderDoNotReachTheError) {
  EXPECT_EQ(wrong("{\x1B[31m}").find('\x1B'), std::string::npos);
}

TEST(TextTemplate, FillsIn) {
  EXPECT_EQ(render_template("{metric.name} is {value}, {threshold}", kValues), "model.accuracy is 58.3%, below 60%");
  EXPECT_EQ(render_template("{value}{value}", kValues), "58.3%58.3%");
  EXPECT_EQ(render_template("", kValues), "");
}

TEST(TextTemplate, WhatIsFilledInIsNotReadAgain) {
  EXPECT_EQ(render_template("{labels.model}", kValues), "btc {value}");
}

TEST(TextTemplate, ALabelThatTheSeriesLacksIsEmpty) { EXPECT_EQ(render_template("[{labels.column}]", kValues), "[]"); }

TEST(TextTemplate, ADoubledBraceIsOneBrace) {
  EXPECT_EQ(render_template("{{value} is {value}", kValues), "{value} is 58.3%");
}

}  // namespace
}  // namespace lapwing::rules
