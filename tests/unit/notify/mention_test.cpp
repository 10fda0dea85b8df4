// SPDX-License-Identifier: Apache-2.0
#include "notify/mention.hpp"

#include "notify/destination.hpp"
#include "unit/notify/items.hpp"

#include <gtest/gtest.h>

namespace lapwing::notify {
namespace {

TEST(Mention, OnlyTheServicesOwnFormsAreTaken) {
  for (auto const* good : {"<@&1>", "<@12345678901234567890>", "@here", "@everyone"})
    EXPECT_TRUE(check_discord_mention(good)) << good;
  for (auto const* bad : {"", "<@&>", "<@&1", "<@&x>", "<@&123456789012345678901>", "@team", "@here ", "<@&1> <@&2>"})
    EXPECT_FALSE(check_discord_mention(bad)) << bad;
  for (auto const* good : {"<!here>", "<!channel>", "<!everyone>", "<@U024BE7LH>", "<!subteam^SAZ94GDB8>"})
    EXPECT_TRUE(check_slack_mention(good)) << good;
  for (auto const* bad : {"", "@here", "<!her>", "<@u1>", "<!subteam^>", "<@U1|name>", "<@U1> hello"})
    EXPECT_FALSE(check_slack_mention(bad)) << bad;
}

TEST(Mention, CallsForWhatOpensGetsWorseOrIsStillThereAndForNothingElse) {
  Mentions const mentions{"", "", "@here", "@everyone"};
  auto const called = [&](What what, Level level) {
    auto item = test::an_accuracy_item();
    item.what = what;
    item.level = level;
    return std::string(mention_for(mentions, test::notification({item})));
  };
  EXPECT_EQ(called(What::opened, Level::critical), "@everyone");
  EXPECT_EQ(called(What::worsened, Level::warning), "@here");
  EXPECT_EQ(called(What::reminder, Level::critical), "@everyone");
  EXPECT_EQ(called(What::opened, Level::info), "");
  for (auto const what : {What::eased, What::recovered, What::ended, What::test})
    EXPECT_EQ(called(what, Level::critical), "");
  auto edit = test::notification({test::an_accuracy_item()});
  edit.is_edit = true;
  EXPECT_EQ(mention_for(mentions, edit), "");
}

TEST(Destination, ItsFingerprintChangesWithTheUrlAndDoesNotGiveItAway) {
  auto const one = destination_of(Secret("https://discord.com/api/v10/webhooks/1/token"));
  auto const other = destination_of(Secret("https://discord.com/api/v10/webhooks/1/token2"));
  EXPECT_EQ(one.host, "discord.com");
  EXPECT_NE(one.fingerprint, other.fingerprint);
  EXPECT_EQ(one.fingerprint, destination_of(Secret("https://discord.com/api/v10/webhooks/1/token")).fingerprint);
  EXPECT_EQ(one.fingerprint.find("token"), std::string::npos);
}

}  // namespace
}  // namespace lapwing::notify
