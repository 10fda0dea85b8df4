// SPDX-License-Identifier: Apache-2.0
#include "rules/text_template.hpp"

#include <gmock/gmock.h>

namespace lapwing::rules {
namespace {

using testing::HasSubstr;

std::string wrong(std::string_view text, std::vector<std::string> const& labels = {"dataset", "column"}) {
  return check_template(text, labels).value_or("");
}

std::string render(std::string_view text) {
  return render_template(text, [](std::string_view name) -> std::string {
    if (name == "value") return "58.3%";
    if (name == "threshold") return "below 60%";
    return label_in(name) == "model" ? "btc {value}" : "";
  });
}

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
  EXPECT_THAT(wrong("{labels.column}", {"model"}), HasSubstr("there is no placeholder {labels.column}"));
  EXPECT_THAT(wrong("{labels.model}", {}), HasSubstr("(there are {value}, {threshold} and {metric.name};"));
  EXPECT_EQ(check_template("{labels.anything}", std::nullopt), std::nullopt) << "where the labels are not known";
  EXPECT_NE(check_template("{labels.}", std::nullopt), std::nullopt);
  EXPECT_NE(check_template("{vlaue} {labels.x}", std::nullopt), std::nullopt);
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
  EXPECT_EQ(render("it is {value}, {threshold}"), "it is 58.3%, below 60%");
  EXPECT_EQ(render("{value}{value}"), "58.3%58.3%");
  EXPECT_EQ(render(""), "");
}

TEST(TextTemplate, WhatIsFilledInIsNotReadAgain) { EXPECT_EQ(render("{labels.model}"), "btc {value}"); }

TEST(TextTemplate, ADoubledBraceIsOneBrace) { EXPECT_EQ(render("{{value} is {value}"), "{value} is 58.3%"); }

TEST(EventTemplate, KnowsTheEventsLabelsAndFieldsAndEveryMetric) {
  auto const& run = *find_event("run.completed");
  auto const fault = [&](std::string_view text) { return check_event_template(text, run).value_or(""); };
  EXPECT_EQ(fault("{labels.workflow} {fields.duration} {model.accuracy} {{"), "");
  EXPECT_THAT(fault("{labels.workflo}"), HasSubstr("did you mean 'labels.workflow'?"));
  EXPECT_THAT(fault("{fields.durration}"), HasSubstr("did you mean 'fields.duration'?"));
  EXPECT_THAT(fault("{model.acuracy}"), HasSubstr("did you mean 'model.accuracy'?"));
  EXPECT_THAT(fault("{value}"), HasSubstr("and every metric, as {model.accuracy}; {{ stands for {)"));
  EXPECT_THAT(fault("{labels.model}"), HasSubstr("there is no placeholder"));
  EXPECT_THAT(fault("{fields.run"), HasSubstr("not closed"));
}

TEST(EventTemplate, TheMetricsThatATextNamesAreFound) {
  EXPECT_THAT(metrics_in("{model.accuracy} {labels.workflow} {{model.f1} {model.r2} {fields.run}"),
              testing::ElementsAre("model.accuracy", "model.r2"));
}

}  // namespace
}  // namespace lapwing::rules
