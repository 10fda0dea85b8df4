// SPDX-License-Identifier: Apache-2.0
#include "app/heartbeat.hpp"

#include "core/text.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;

namespace {

constexpr Duration kCycleLimit = 30s;
constexpr Duration kPingLimit = 10s;
constexpr Duration kMostBehind = 5min;

}  // namespace

std::string obstacle_of(std::span<notify::Fares const> channels, notify::Routes const& routes) {
  auto const hearing = routes.all();
  std::size_t heard = 0, failing = 0;
  for (auto const& channel : channels) {
    if (!hearing.contains(channel.channel)) continue;
    ++heard;
    if (channel.is_failing)
      ++failing;
    else if (channel.behind > kMostBehind)
      return "the channel " + channel.channel + " has had something to tell for more than " +
             format_duration(kMostBehind);
  }
  return heard > 0 && failing == heard ? "every channel fails" : "";
}

Heartbeat::Heartbeat(Services& services, Pipeline& pipeline, notify::Dispatcher const& dispatcher,
                     Options const& options)
    : services_(services),
      pipeline_(pipeline),
      dispatcher_(dispatcher),
      options_(options),
      alarm_(services.clock.make_alarm()) {}

awaitable<void> Heartbeat::run() {
  while (!stopping_) {
    auto const began = services_.clock.now();
    auto hindrance = co_await beat();
    if (stopping_) break;
    report(std::move(hindrance));
    auto const next = options_.heartbeat->every.next_after(began, options_.zone);
    // By the monotonic clock: a clock that is set back must not look like a daemon that died.
    auto const wait = std::max(next - services_.clock.now(), Duration{0});
    co_await alarm_->wait_for(wait);
  }
}

void Heartbeat::stop() {
  stopping_ = true;
  alarm_->ring();
}

/// One ping, or why there was none.
awaitable<std::string> Heartbeat::beat() {
  auto const cycle = pipeline_.whole_cycle();
  auto const stored = co_await cycle->wait(kCycleLimit);
  if (stopping_) co_return "";
  if (!stored) co_return "nothing was judged and stored within " + format_duration(kCycleLimit);
  if (auto obstacle = obstacle_of(dispatcher_.fares(), options_.routes); !obstacle.empty()) co_return obstacle;
  HttpRequest request;
  request.url = options_.heartbeat->url;
  request.deadline = kPingLimit;
  auto const answer = co_await services_.http.send(std::move(request));
  if (!answer) co_return "the ping failed: " + printable(answer.error().message);
  if (answer->status >= 200 && answer->status < 300) co_return "";
  co_return "the ping was answered with " + std::to_string(answer->status) + "; check the heartbeat's `url`";
}

void Heartbeat::report(std::string hindrance) {
  if (hindrance == hindrance_) return;
  if (hindrance.empty())
    spdlog::info("heartbeat goes on");
  else
    spdlog::warn("no heartbeat reason=\"{}\" next=\"tried again at the next time\"", hindrance);
  hindrance_ = std::move(hindrance);
}

}  // namespace lapwing::app
