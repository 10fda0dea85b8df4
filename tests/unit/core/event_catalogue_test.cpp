// SPDX-License-Identifier: Apache-2.0
#include "core/event_catalogue.hpp"

#include <gtest/gtest.h>

#include <set>

namespace lapwing {
namespace {

TEST(EventCatalogue, EveryEventIsFoundByItsNameAndSaysWhatItMeans) {
  std::set<std::string_view> names;
  for (auto const& event : event_catalogue()) {
    EXPECT_TRUE(names.insert(event.name).second) << event.name;
    EXPECT_EQ(find_event(event.name), &event);
    EXPECT_FALSE(event.labels.empty()) << event.name;
    EXPECT_FALSE(event.source.empty()) << event.name;
    EXPECT_FALSE(event.meaning.empty()) << event.name;
  }
  EXPECT_EQ(find_event("run.complete"), nullptr);
  EXPECT_EQ(find_event(""), nullptr);
}

}  // namespace
}  // namespace lapwing
