// SPDX-License-Identifier: Apache-2.0
// What the App says of itself: samples and events that are judged like any other.
#include "app/app.hpp"

#include "notify/plan.hpp"

#include <algorithm>

namespace lapwing::app {

/// A channel that was taken out of the configuration fails no more; nothing else would ever end its incident. (What
/// sources brought that are gone, the pipeline knows.)
void App::say_what_is_gone(Options const& options) {
  for (auto const& [id, incident] : pipeline_->state().open) {
    auto const channel = incident.key.labels.get("channel");
    bool const is_there =
        std::ranges::find(options.channels, channel, &notify::Channel::name) != options.channels.end();
    if (!channel.empty() && !is_there)
      say_of_itself("channel.success", Labels{{"channel", std::string(channel)}}, 1,
                    "it is no longer in the configuration");
    if (incident.key.rule == "history-file-failing" && options.history_file.empty())
      say_of_itself("history_file.success", {}, 1, "it is no longer in the configuration");
  }
}

void App::say_of_itself(std::string metric, Labels labels, double value, std::string const& note) {
  Arrived arrived;
  arrived.report.samples.push_back(
      {std::move(metric), std::move(labels), value, services_.clock.now(), Untrusted(note)});
  pipeline_->push(std::move(arrived));
}

/// That a channel will not have some messages, for the other channels. Of word of that itself there is no word: two
/// channels that refuse everything would tell each other for ever.
void App::say_what_was_given_up(std::string const& channel, std::vector<store::Owed> const& debts,
                                std::string const& why) {
  std::string what;
  std::size_t count = 0;
  for (auto const& debt : debts) {
    auto const& incident = debt.incident;
    if (incident.key.rule == notify::kMessageGivenUp) continue;
    if (++count > 3) continue;
    what += (what.empty() ? "" : ", ") + std::string(name_of(incident.level)) + " " + incident.key.rule + " (#" +
            std::to_string(incident.id) + ")";
  }
  if (count == 0) return;
  if (count > 3) what += " and " + std::to_string(count - 3) + " more";
  auto const now = services_.clock.now();
  say_given_up(channel, std::to_string(debts.front().incident.id) + " " + format_utc(now), what, why);
}

void App::say_given_up(std::string const& channel, std::string id, std::string what, std::string const& why) {
  auto const now = services_.clock.now();
  Arrived arrived;
  arrived.report.events.push_back(
      {"message.given_up", std::move(id), Labels{{"channel", channel}}, {{"incidents", what}, {"why", why}}, now});
  pipeline_->push(std::move(arrived));
}

}  // namespace lapwing::app
