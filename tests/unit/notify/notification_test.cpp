// SPDX-License-Identifier: Apache-2.0
#include "notify/notification.hpp"

#include "unit/notify/items.hpp"

#include <gtest/gtest.h>

#include <set>

namespace lapwing::notify {
namespace {

using test::at;

Item item_of(std::string alert, Level level, std::string_view since, What what = What::opened) {
  Item item;
  item.alert = std::move(alert);
  item.level = level;
  item.what = what;
  item.since = at(since);
  return item;
}

TEST(Notification, TheTallyCountsByLevelAndNamesRecoveriesAndTestsApart) {
  auto const what = test::notification(
      {item_of("a", Level::critical, "2026-01-01"), item_of("b", Level::critical, "2026-01-01"),
       item_of("c", Level::warning, "2026-01-01", What::eased), item_of("d", Level::ok, "2026-01-01", What::recovered),
       item_of("e", Level::critical, "2026-01-01", What::test)});
  EXPECT_EQ(tally(what).to_string(), "2 critical, 1 warning, 1 recovered, 1 test");
  EXPECT_EQ(worst(what), Level::critical);
  EXPECT_EQ(worst(test::notification({item_of("d", Level::ok, "2026-01-01", What::recovered)})), Level::ok);
}

TEST(Notification, APlaceIsTheOneLabelsValueOrAllLabelsWithTheirNames) {
  Item item;
  EXPECT_EQ(place_of(item), "");
  item.labels.set("model", "bitcoin");
  EXPECT_EQ(place_of(item), "bitcoin");
  item.labels.set("metric", "precision");
  EXPECT_EQ(place_of(item), "metric=precision, model=bitcoin");
}

TEST(Notification, EveryLevelHasAnIconAndAColourOfItsOwn) {
  std::set<std::string_view> icons;
  std::set<std::uint32_t> colours;
  for (auto const level : {Level::ok, Level::info, Level::warning, Level::critical}) {
    icons.insert(icon(level));
    colours.insert(colour(level));
  }
  EXPECT_EQ(icons.size(), 4u);
  EXPECT_EQ(colours.size(), 4u);
}

}  // namespace
}  // namespace lapwing::notify
