// SPDX-License-Identifier: Apache-2.0
#include "report/outbox_list.hpp"

#include "support/an_incident.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace lapwing::report {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TimePoint const kNow = *parse_timestamp("2026-03-02T12:00:00Z");

std::vector<ChannelQueue> queues() {
  ChannelQueue team;
  team.channel = {"team", kNow + std::chrono::minutes{10}, 4, "Discord answered 404"};
  team.channel.refusals = 1;
  team.channel.failing_since = kNow - std::chrono::hours{1};
  team.queued.push_back({{.incident = test::an_incident(7), .told = Level::critical, .due = kNow}, ""});
  team.queued.push_back({{.incident = test::an_incident(8), .due = kNow}, "silenced by eva: retraining"});
  team.given_up.push_back({"team", 5, Level::info, kNow, "refused \x1b[31m"});
  ChannelQueue log;
  log.channel.name = "log";
  return {team, log};
}

TEST(OutboxList, NamesHealthQueueAndWhatWasGivenUp) {
  EXPECT_EQ(
      queues_as_text(queues(), Zone::utc(), kNow),
      "team: takes nothing since 2026-03-02 11:00 +00:00: Discord answered 404; next try 2026-03-02 12:10 +00:00\n"
      "  queued    #7 warning model-accuracy{model=\"btc\"}, was told critical, due since 2026-03-02 12:00 +00:00\n"
      "  queued    #8 warning model-accuracy{model=\"btc\"}, due since 2026-03-02 12:00 +00:00, held: silenced by "
      "eva: retraining\n"
      "  given up  #5 info, 2026-03-02 12:00 +00:00: refused  [31m\n"
      "log: works\n"
      "  nothing is queued\n");
}

TEST(OutboxList, IsJsonOfADocumentedShape) {
  auto const body = json::parse(queues_as_json(queues(), kNow));
  auto const& team = body.at("channels").at(0);
  EXPECT_EQ(team.at("works"), false);
  EXPECT_EQ(team.at("not_before"), "2026-03-02T12:10:00Z");
  EXPECT_EQ(team.at("queued").at(0).at("told"), "critical");
  EXPECT_EQ(team.at("queued").at(1).at("held_by"), "silenced by eva: retraining");
  EXPECT_EQ(team.at("given_up").at(0).at("incident"), 5);
  EXPECT_EQ(body.at("channels").at(1).at("failing_since"), nullptr);
}

}  // namespace
}  // namespace lapwing::report
