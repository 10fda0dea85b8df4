// SPDX-License-Identifier: Apache-2.0
// What the documents say against what the program has.
#include "core/catalogue.hpp"
#include "notify/registry.hpp"
#include "poll/registry.hpp"
#include "report/metric_list.hpp"
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

TEST(Documents, EveryMetricHasAPollerKindOrComesFromTheDaemon) {
  std::vector<std::string_view> sources{"every poller", "every channel", "the daemon"};
  for (auto const& kind : poll::poller_kinds()) sources.push_back(kind.type);
  for (auto const& metric : catalogue()) EXPECT_THAT(sources, testing::Contains(metric.source)) << metric.name;
}

}  // namespace
}  // namespace lapwing::test
