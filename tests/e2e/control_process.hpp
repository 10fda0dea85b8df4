// SPDX-License-Identifier: Apache-2.0
// A running daemon that polls by itself once an hour, and commands against it, one after the other.
#pragma once

#include "e2e/process.hpp"
#include "e2e/project.hpp"

#include <gtest/gtest.h>

#include <poll.h>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::test {

/// False if the condition has not come true within 20 s.
template <class Condition>
bool wait_until(Condition condition) {
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    ::poll(nullptr, 0, 10);
  }
  return true;
}

class ControlProcess : public testing::Test {
 protected:
  static constexpr std::string_view kAlerts =
      "alerts:\n  model-accuracy: {watch: model.accuracy, when: below, warning: 65%}\n";

  Project project;
  std::string config;
  std::string const socket = project.folder.path("state/control.sock");
  std::optional<Process> daemon;

  void SetUp() override {
    project.pollers = "  models: {type: model_metrics, every: 1h, path: models, expect: []}\n";
    project.train("2026-03-01T02:00:00Z", 0.70);
    config = project.configure(kAlerts);
  }

  void start() {
    daemon.emplace(std::vector<std::string>{"run", "--config", config}, project.environment());
    ASSERT_TRUE(wait_until([this] { return std::filesystem::exists(socket); })) << daemon->output();
    // It listens a moment after the file is there.
    ASSERT_TRUE(wait_until([this] { return command({"poll", "models"}).exit_code == 0; })) << daemon->output();
  }

  Finished command(std::vector<std::string> words) const {
    words.insert(words.end(), {"--config", config});
    return run_lapwing(words, project.environment());
  }
};

}  // namespace lapwing::test
