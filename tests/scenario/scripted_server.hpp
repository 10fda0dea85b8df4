// SPDX-License-Identifier: Apache-2.0
// A server that answers what a test wants, one answer after the other, and remembers when it was asked.
#pragma once

#include "scenario/daemon.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::test {

/// Outlives the daemon's last request.
class ScriptedServer {
 public:
  ScriptedServer(Daemon& daemon, std::string_view url, Result<HttpResponse> rest) : otherwise(std::move(rest)) {
    daemon.http.serve(std::string(url), [this, &daemon](HttpRequest const& request) {
      times.push_back(daemon.clock.now());
      bodies.push_back(request.body);
      if (next_.empty()) return otherwise;
      auto answer = std::move(next_.front());
      next_.pop_front();
      return answer;
    });
  }

  /// Before the rest.
  ScriptedServer& first(Result<HttpResponse> answer) {
    next_.push_back(std::move(answer));
    return *this;
  }

  /// Between one request and the next.
  Duration gap(std::size_t index) const { return times.at(index + 1) - times.at(index); }
  std::size_t count() const { return times.size(); }

  Result<HttpResponse> otherwise;  ///< what it answers when there is nothing else
  std::vector<TimePoint> times;
  std::vector<std::string> bodies;

 private:
  std::deque<Result<HttpResponse>> next_;
};

inline constexpr std::string_view kOtherDiscord = "https://discord.com/api/v10/webhooks/2/other";
inline constexpr std::string_view kElsewhere = "https://chat.example/hooks/3";

inline Result<HttpResponse> accepted() { return response(204, "", {{"X-RateLimit-Remaining", "4"}}); }
inline Result<HttpResponse> slack_ok() { return response(200, "ok"); }

/// A daemon with one bad model and three channels, two of them on Discord's host: a message is owed to each.
struct WatchedChannels {
  WatchedChannels() {
    auto const discord = [](std::string_view name, std::string_view url) {
      return "  " + std::string(name) + ": {type: discord, url: \"" + std::string(url) + "\", chart: never}\n";
    };
    daemon.channels = discord("team", kDiscord) + discord("other", kOtherDiscord) +
                      "  elsewhere: {type: slack, url: \"" + std::string(kElsewhere) + "\"}\n";
    daemon.train("2026-03-02T02:00:00Z", 0.60);
  }

  Daemon daemon{"  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, critical: 55%}\n"};
  ScriptedServer team{daemon, kDiscord, accepted()};
  ScriptedServer other{daemon, kOtherDiscord, accepted()};
  ScriptedServer elsewhere{daemon, kElsewhere, slack_ok()};
};

}  // namespace lapwing::test
