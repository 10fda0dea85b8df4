// SPDX-License-Identifier: Apache-2.0
#include "app/heartbeat.hpp"

#include <gtest/gtest.h>

namespace lapwing::app {
namespace {

using namespace std::chrono_literals;
using Channels = std::vector<notify::Fares>;

notify::Routes routes_to(std::vector<std::string> channels) {
  notify::Routes routes;
  routes.channels[std::size_t(Level::critical)] = std::move(channels);
  return routes;
}

TEST(Heartbeat, WhileOneOfTheChannelsWorksNothingIsInTheWay) {
  EXPECT_EQ(obstacle_of(Channels{{"a", true, 0s}, {"b", false, 0s}}, routes_to({"a", "b"})), "");
  EXPECT_EQ(obstacle_of(Channels{{"a", true, 0s}, {"b", true, 0s}}, routes_to({"a", "b"})), "every channel fails");
}

TEST(Heartbeat, AChannelThatHearsNothingDoesNotCount) {
  EXPECT_EQ(obstacle_of(Channels{{"a", true, 0s}, {"deaf", false, 0s}}, routes_to({"a"})), "every channel fails");
  EXPECT_EQ(obstacle_of(Channels{{"a", false, 0s}, {"deaf", true, 1h}}, routes_to({"a"})), "");
  EXPECT_EQ(obstacle_of(Channels{{"deaf", true, 0s}}, routes_to({})), "") << "nobody wants to be told";
}

TEST(Heartbeat, AChannelThatWorksMayBeFiveMinutesBehind) {
  EXPECT_EQ(obstacle_of(Channels{{"a", false, 5min}}, routes_to({"a"})), "");
  EXPECT_EQ(obstacle_of(Channels{{"a", false, 5min + 1ms}}, routes_to({"a"})),
            "the channel a has had something to tell for more than 5m");
  EXPECT_EQ(obstacle_of(Channels{{"a", true, 1h}, {"b", false, 0s}}, routes_to({"a", "b"})), "")
      << "what fails is told of by the others";
}

TEST(Heartbeat, AnAlertsOwnChannelsCountToo) {
  auto routes = routes_to({});
  routes.by_alert["model-accuracy"] = {"a"};
  EXPECT_EQ(obstacle_of(Channels{{"a", true, 0s}}, routes), "every channel fails");
}

}  // namespace
}  // namespace lapwing::app
