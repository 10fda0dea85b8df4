// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "core/text.hpp"
#include "notify/message.hpp"
#include "world.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace lapwing::daemon {
namespace {

using boost::asio::awaitable;
using notify::Outcome;

awaitable<void> send(app::Services& services, notify::Notifier const& notifier, notify::Payload payload,
                     Outcome& outcome) {
  if (auto* const text = std::get_if<notify::ConsoleText>(&payload)) {
    services.print(text->text);
    co_return;
  }
  auto request = std::get<HttpRequest>(std::move(payload));
  auto const answer = co_await services.http.send(std::move(request));
  if (answer) {
    outcome = notifier.classify(*answer);
    if (outcome.kind == Outcome::Kind::delivered) outcome.why = "HTTP " + std::to_string(answer->status);
  } else {
    outcome.kind = Outcome::Kind::retry;
    outcome.why = answer.error().message;
  }
}

/// The channel of that name, or nullptr after saying which there are.
notify::Channel const* find_channel(app::Options const& options, std::string const& name) {
  auto const found = std::ranges::find(options.channels, name, &notify::Channel::name);
  if (found != options.channels.end()) return &*found;
  std::vector<std::string_view> known;
  for (auto const& channel : options.channels) known.push_back(channel.name);
  std::vector<std::string> const names(known.begin(), known.end());
  print_error("lapwing notify test: there is no channel '" + printable(name) + "'" + did_you_mean(name, known) +
              " (there are " + list_of(names) + ")\n");
  return nullptr;
}

Exit notify_test(Common const& common, std::string const& name, Level level) {
  Redactor redactor;
  auto const options = load_or_explain(common, redactor);
  if (!options) return Exit::finding;
  auto const* const channel = find_channel(*options, name);
  if (channel == nullptr) return Exit::usage;
  World world;
  auto services = world.services();
  auto const message = notify::test_message(level, name, options->project, options->zone, services.clock.now());
  Outcome outcome;
  std::string failure;
  TaskGroup tasks(world.loop().get_executor(), [&](std::string const&, std::string const& what) { failure = what; });
  tasks.spawn("notify test",
              send(services, *channel->notifier, channel->notifier->render(message, notify::Form::full), outcome));
  world.loop().run();
  if (failure.empty() && outcome.kind == Outcome::Kind::delivered) {
    print("delivered to " + name + (outcome.why.empty() ? "" : " (" + outcome.why + ")") + "\n");
    return Exit::fine;
  }
  print_error(redactor.redact("not delivered to " + name + ": " + (failure.empty() ? outcome.why : failure)) + "\n");
  return Exit::unreachable;
}

}  // namespace

std::function<Exit()> make_notify_test(CLI::App& command, Common const& common) {
  struct Arguments {
    std::string channel;
    std::string severity = "warning";
  };
  auto const given = std::make_shared<Arguments>();  // shared by the parser, which fills it, and the action
  command.add_option("CHANNEL", given->channel, "A name under `channels:`")->required();
  command.add_option("--severity", given->severity, "How it is shown")
      ->check(CLI::IsMember({"info", "warning", "critical"}))
      ->capture_default_str();
  return [&common, given] { return notify_test(common, given->channel, *parse_level(given->severity)); };
}

}  // namespace lapwing::daemon
