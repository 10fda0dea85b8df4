// SPDX-License-Identifier: Apache-2.0
// The open security alerts of a repository, from GitHub's REST API.
#pragma once

#include "poll/poller.hpp"
#include "poll/security_options.hpp"

#include <utility>

namespace lapwing::poll {

/// Reads the lists of open alerts to their ends, one request after the other. What is open is true now: that is the
/// time of its samples. A list that may not be read, or for which nobody has scanned yet, is security.unreadable with
/// the missing permission; one that could not be read this time (trouble, a limit) is a fault of the poll. Neither
/// brings a count. The limits' pauses are kept in the cursor.
class SecurityGithub final : public Poller {
 public:
  explicit SecurityGithub(AlertsOptions options) : options_(std::move(options)) {}
  boost::asio::awaitable<Result<PollReport>> poll(PollContext context) override;
  boost::asio::awaitable<std::vector<Probed>> probe(PollContext context) override;

 private:
  AlertsOptions const options_;
};

}  // namespace lapwing::poll
