// SPDX-License-Identifier: Apache-2.0
#include "app/names.hpp"

#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::app {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Names, AreReadWithoutLookingAtWhatTheyName) {
  test::Folder folder;
  folder.write("alerts.d/own.yaml", "alerts:\n  model-accuracy: {watch: no.such.metric}\n  data-age: 3\n");
  auto const file =
      folder.write("lapwing.yaml",
                   "alerts: [missing.yaml, alerts.d/*.yaml]\npollers:\n  models: {type: nonsense}\n  ci:\n"
                   "channels:\n  team: {type: discord, url: \"${env:UNSET}\"}\n");
  auto const names = read_names(file);
  EXPECT_THAT(names.pollers, ElementsAre("models", "ci"));
  EXPECT_THAT(names.channels, ElementsAre("team"));
  EXPECT_THAT(names.alerts, Contains("model-accuracy"));
  EXPECT_THAT(names.alerts, Contains("data-age"));
  EXPECT_THAT(names.alerts, Contains("source-unreadable")) << "built in";
}

TEST(Names, OfABrokenFileAreNone) {
  test::Folder folder;
  auto const names = read_names(folder.write("lapwing.yaml", "pollers: [unclosed\n"));
  EXPECT_THAT(names.pollers, IsEmpty());
  EXPECT_THAT(read_names(folder.path("none.yaml")).channels, IsEmpty());
  EXPECT_THAT(read_names(folder.write("list.yaml", "pollers: [a, b]\nalerts: {c: d}\n")).pollers, IsEmpty());
}

}  // namespace
}  // namespace lapwing::app
