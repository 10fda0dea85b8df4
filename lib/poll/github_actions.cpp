// SPDX-License-Identifier: Apache-2.0
#include "poll/github_actions.hpp"

#include "poll/github_poll.hpp"

namespace lapwing::poll {

using boost::asio::awaitable;

awaitable<Result<PollReport>> GithubActions::poll(PollContext context) {
  GithubPoll work(options_, std::move(context));
  auto report = co_await work.run();
  co_return report;
}

awaitable<std::vector<Probed>> GithubActions::probe(PollContext context) {
  GithubPoll work(options_, std::move(context));
  auto parts = co_await work.probe();
  co_return parts;
}

awaitable<Result<PollReport>> GithubActions::backfill(PollContext context, TimePoint from, TimePoint to) {
  GithubPoll work(options_, std::move(context));
  auto report = co_await work.backfill(from, to);
  co_return report;
}

std::unique_ptr<Poller> read_github_actions(config::MapReader& map, std::string const&) {
  return std::make_unique<GithubActions>(read_github_options(map));
}

}  // namespace lapwing::poll
