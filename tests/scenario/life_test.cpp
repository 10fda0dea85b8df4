// SPDX-License-Identifier: Apache-2.0
// One incident's life as its Discord channel sees it: the requests that the README's pictures are drawn from. With
// $LAPWING_LIFE naming a folder their bodies are written there, charts and all (tests/pictures/discord.mjs reads them).
#include "scenario/daemon.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <map>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr std::string_view kAlert = R"(
  model-accuracy:
    watch: model.accuracy
    when: below
    warning: 65%
    critical: 55%
    summary: "Model {labels.model}: accuracy is {value}."
    action: Review the newest training run; consider retraining or going back to the version before.
    runbook: https://wiki.example/runbooks/accuracy
)";

TEST(Life, OfAnIncidentIsThreeMessagesOfWhichTheFirstStaysTrue) {
  Daemon daemon(kAlert);
  FakeDiscord discord;
  daemon.channels = "  team: {type: discord, url: \"" + std::string(kDiscord) +
                    "\", mention: {critical: \"<@&812345678901234567>\"}}\n";
  daemon.serve_discord(discord);
  daemon.pollers = "  models: {type: model_metrics, every: 5m, path: models, expect: []}\n";
  double const history[]{0.712, 0.724, 0.703, 0.718, 0.731, 0.722, 0.709, 0.714, 0.698, 0.683};
  for (int day = 0; day < 10; ++day)
    daemon.train(format_utc(parse_timestamp("2026-02-20T02:00:00Z").value() + 24h * day), history[day], "bitcoin");
  daemon.start();
  daemon.run_for(10min);
  for (double const accuracy : {0.634, 0.541, 0.727}) {
    daemon.train(format_utc(daemon.clock.now()), accuracy, "bitcoin");
    daemon.run_for(6h);
  }
  auto const messages = discord.messages();
  ASSERT_THAT(messages, testing::SizeIs(3));
  EXPECT_EQ(messages[0].edits, 2);
  EXPECT_THAT(discord.violations(), testing::IsEmpty());

  std::map<std::string, HttpRequest> life;
  for (auto const& request : daemon.http.seen)
    life["life_" + std::to_string(life.size() + 1) + (request.method == Method::patch ? "_edit" : "_post")] = request;
  EXPECT_EQ(life.size(), 5u);
  if (char const* const folder = std::getenv("LAPWING_LIFE"); folder != nullptr) {
    for (auto const& [name, request] : life) std::ofstream(std::string(folder) + "/" + name) << request.body;
  }
  for (auto const& [name, request] : life) {
    auto const golden = read_file(std::string(LAPWING_SOURCE_DIR) + "/tests/data/notify/" + name + ".json");
    EXPECT_EQ(json::parse(payload_json(request.headers.at(0).second, request.body)), json::parse(golden)) << name;
  }
}

}  // namespace
}  // namespace lapwing::test
