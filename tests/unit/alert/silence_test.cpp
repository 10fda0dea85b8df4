// SPDX-License-Identifier: Apache-2.0
#include "alert/silence.hpp"

#include "support/a_rule.hpp"

#include <gmock/gmock.h>

namespace lapwing::alert {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Silence a_silence(std::string_view text) {
  Silence silence;
  silence.text = text;
  auto matchers = parse_matchers(text, nullptr);
  if (!matchers) throw std::invalid_argument(matchers.error().message);
  silence.matchers = *std::move(matchers);
  return silence;
}

bool covers(std::string_view text, Key const& key, rules::Telling const* telling = nullptr) {
  return covers(a_silence(text), key, telling);
}

Key const kCi{"pipeline-failing", {{"repository", "acme/model"}, {"workflow", "CI Pipeline"}}};

TEST(Silence, IsAboutTheAlertsIdAndTheIncidentsLabels) {
  EXPECT_TRUE(covers("alert=pipeline-failing", kCi));
  EXPECT_FALSE(covers("alert=pipeline", kCi)) << "the whole value";
  EXPECT_TRUE(covers("alert=pipe*", kCi));
  EXPECT_TRUE(covers("alert=pipeline-failin?", kCi));
  EXPECT_FALSE(covers("alert!=pipe*", kCi));
  EXPECT_TRUE(covers("repository=acme/model workflow=\"CI Pipeline\"", kCi));
  EXPECT_FALSE(covers("repository=acme/model, workflow=CD", kCi)) << "all must hold";
  EXPECT_TRUE(covers("workflow=~\"C[ID] .*\"", kCi));
  EXPECT_FALSE(covers("workflow=~C", kCi));
  EXPECT_TRUE(covers("workflow!~CD", kCi));
  EXPECT_FALSE(covers("repository=acme.model", kCi)) << "a dot is a dot";
  EXPECT_TRUE(covers("model!=btc", kCi)) << "a label that is not there has no value";
}

TEST(Silence, StarsThatStandForASecretAreNoPattern) {
  EXPECT_TRUE(covers("model=***", {"model-accuracy", {{"model", "***"}}}));
  EXPECT_FALSE(covers("model=***", {"model-accuracy", {{"model", "btc"}}}));
}

TEST(Silence, IsAboutTheAlertsStaticLabelsWhereTheIncidentHasNoneOfThatName) {
  rules::Telling telling;
  telling.labels = {{"team", "ml"}, {"workflow", "other"}};
  EXPECT_TRUE(covers("team=ml", kCi, &telling));
  EXPECT_FALSE(covers("team=ml", kCi));
  EXPECT_FALSE(covers("workflow=other", kCi, &telling));
}

TEST(Silence, MayBeAboutAnAlertAsFarAsItsIdAndItsLabelsTell) {
  rules::Rule accuracy = test::a_rule().id("model-accuracy");
  accuracy.telling.labels = {{"team", "ml"}};
  for (auto const* const text : {"alert=model-*", "model=btc", "team=ml", "team!=web", "dataset!=x"})
    EXPECT_TRUE(may_cover(a_silence(text), accuracy)) << text;
  for (auto const* const text : {"alert=data-*", "team=web", "alert=model-accuracy dataset=x"})
    EXPECT_FALSE(may_cover(a_silence(text), accuracy)) << text;
  rules::EventRule trained;
  trained.id = "trained";
  trained.on.type = "model.trained";
  EXPECT_TRUE(may_cover(a_silence("alert=trained model=btc"), trained));
  EXPECT_FALSE(may_cover(a_silence("repository=x"), trained));
}

TEST(Silence, HoldsUntilItsEnd) {
  auto silence = a_silence("alert=a");
  silence.begins = TimePoint{std::chrono::hours{1}};
  silence.ends = TimePoint{std::chrono::hours{2}};
  EXPECT_FALSE(silence.holds(silence.begins - Duration{1}));
  EXPECT_TRUE(silence.holds(silence.begins));
  EXPECT_TRUE(silence.holds(silence.ends - Duration{1}));
  EXPECT_FALSE(silence.holds(silence.ends));
}

TEST(Silence, EveryFaultIsNamedWithItsColumn) {
  rules::Rule rule = test::a_rule();
  rule.telling.labels = {{"team", "ml"}};
  rules::RuleSet const rules({rule});
  auto const known = labels_of_incidents(rules);
  auto const fault = [&](std::string_view text) {
    auto const parsed = parse_matchers(text, &known);
    return parsed ? std::string("none") : parsed.error().message;
  };
  EXPECT_EQ(fault("alert=a team=ml workflow=x"), "none");
  EXPECT_EQ(fault(""), "column 1: a silence needs what it is about, such as alert=model-*");
  EXPECT_EQ(fault("  "), "column 1: a silence needs what it is about, such as alert=model-*");
  EXPECT_THAT(fault("alert=a worklfow=CI"),
              StartsWith("column 9: no incident has a label 'worklfow'; did you mean 'workflow'?"));
  EXPECT_THAT(fault("alert a"), StartsWith("column 6: after 'alert' comes =, !=, =~ or !~"));
  EXPECT_THAT(fault("alert="), StartsWith("column 7: the value of 'alert' is missing"));
  EXPECT_THAT(fault("alert=\"a"), StartsWith("column 7: a quote is not closed"));
  EXPECT_THAT(fault("alert=\"a\"team=ml"), StartsWith("column 10: a blank or a comma"));
  EXPECT_THAT(fault("alert=~\"(\""), HasSubstr("not a regular expression"));
  EXPECT_THAT(fault("=a"), StartsWith("column 1: expected a label"));
  EXPECT_THAT(fault(std::string(3000, 'a')), HasSubstr("at most 2,000"));
}

TEST(Silence, AnEscapedQuoteIsPartOfTheValue) {
  EXPECT_TRUE(covers("workflow=\"a \\\"b\\\"\"", {"a", {{"workflow", "a \"b\""}}}));
}

}  // namespace
}  // namespace lapwing::alert
