// SPDX-License-Identifier: Apache-2.0
// The poller of a repository's GitHub Actions: runs, jobs, schedules, artifacts, caches, minutes.
#pragma once

#include "poll/github_options.hpp"
#include "poll/poller.hpp"

#include <memory>
#include <string>

namespace lapwing::config {
class MapReader;
}

namespace lapwing::poll {

/// Asks for the newest runs at each poll, for their jobs once, and for everything else once an hour; all by constant
/// URLs with ETags, one request at a time. What can not be read of the hourly part is api.readable 0; if the repository
/// or its runs can not be read, or a limit was met, the poll has failed. The limits' pauses are kept in the cursor.
class GithubActions final : public Poller {
 public:
  explicit GithubActions(GithubOptions options) : options_(std::move(options)) {}

  boost::asio::awaitable<Result<PollReport>> poll(PollContext context) override;
  boost::asio::awaitable<std::vector<Probed>> probe(PollContext context) override;
  bool keeps_history() const override { return true; }
  /// Reads the lists of runs alone: the jobs of that many old runs would cost a request each.
  boost::asio::awaitable<Result<PollReport>> backfill(PollContext context, TimePoint from, TimePoint to) override;

 private:
  GithubOptions const options_;
};

/// As read_github_options.
std::unique_ptr<Poller> read_github_actions(config::MapReader& map, std::string const& poller_name);

}  // namespace lapwing::poll
