// SPDX-License-Identifier: Apache-2.0
// What the documents say against what the program has.
#include "app/replay.hpp"
#include "core/catalogue.hpp"
#include "core/event_catalogue.hpp"
#include "notify/registry.hpp"
#include "poll/model_record.hpp"
#include "poll/registry.hpp"
#include "report/metric_list.hpp"
#include "rules/rule_file.hpp"
#include "source/sources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::test {
namespace {

using testing::HasSubstr;

std::string document(std::string const& path) { return read_file(std::string(LAPWING_SOURCE_DIR) + "/" + path); }

TEST(Documents, TheReadmesTableOfMetricsIsTheCatalogue) {
  // Made by: lapwing metrics --format markdown
  EXPECT_THAT(document("README.md"),
              HasSubstr("<!-- metrics -->\n" + report::metrics_as_markdown() + "<!-- /metrics -->"));
}

TEST(Documents, EveryKindOfPollerAndChannelIsInTheKeyReference) {
  auto const reference = document("config/README.md");
  for (auto const& kind : poll::poller_kinds()) EXPECT_THAT(reference, HasSubstr("`" + std::string(kind.type) + "`"));
  for (auto const& kind : notify::notifier_kinds())
    EXPECT_THAT(reference, HasSubstr("`" + std::string(kind.type) + "`"));
}

/// The ```yaml blocks of the key reference's part on alerts.
std::vector<std::string> alert_examples() {
  auto text = document("config/README.md");
  text = text.substr(text.find("## Alert files"));
  std::vector<std::string> blocks;
  constexpr std::string_view open = "```yaml\n";
  for (auto at = text.find(open); at != text.npos; at = text.find(open, at)) {
    at += open.size();
    blocks.push_back(text.substr(at, text.find("```", at) - at));
  }
  return blocks;
}

TEST(Documents, TheKeyReferencesAlertsAreValidAndItsTestsPass) {
  config::Problems problems;
  Redactor redactor;
  config::References references([](std::string const&) { return std::string(); }, redactor);
  rules::RuleFileReader reader({problems, references, nullptr});
  auto const blocks = alert_examples();
  ASSERT_THAT(blocks, testing::SizeIs(testing::Ge(4u)));
  for (auto const& block : blocks) {
    if (auto const parsed = config::parse_yaml(block, "config/README.md", problems)) reader.read(*parsed);
  }
  reader.finish();
  ASSERT_EQ(problems.to_string(), "");
  auto const tests = reader.take_tests();
  ASSERT_THAT(tests, testing::SizeIs(testing::Ge(4u)));
  for (auto const& outcome : app::play_tests(rules::RuleSet(reader.take_rules(), reader.take_events()), tests))
    EXPECT_TRUE(outcome.passed()) << outcome.test->name << testing::PrintToString(outcome.got) << outcome.told;
}

TEST(Documents, EveryWindowFunctionAndEveryEventIsInTheKeyReference) {
  auto const reference = document("config/README.md");
  for (auto const& function : series::window_functions())
    EXPECT_THAT(reference, HasSubstr("`" + std::string(function.name) + "`"));
  for (auto const& event : event_catalogue()) {
    EXPECT_THAT(reference, HasSubstr("| `" + std::string(event.name) + "` |"));
    for (auto const list : {event.labels, event.fields}) {
      for (auto const name : rules::label_names(list)) EXPECT_THAT(reference, HasSubstr("`" + std::string(name) + "`"));
    }
  }
}

TEST(Documents, EveryFieldOfAModelsEventIsInTheCatalogueOfEvents) {
  auto const known = rules::label_names(find_event("model.trained")->fields);
  for (auto const& metric : poll::kModelMetrics) EXPECT_THAT(known, testing::Contains(metric.name));
}

TEST(Documents, EveryMetricHasAPollerKindOrComesFromTheDaemon) {
  std::vector<std::string_view> sources{"every poller", "every channel", "the daemon"};
  for (auto const& kind : poll::poller_kinds()) sources.push_back(kind.type);
  for (auto const& metric : catalogue()) EXPECT_THAT(sources, testing::Contains(metric.source)) << metric.name;
}

}  // namespace
}  // namespace lapwing::test
