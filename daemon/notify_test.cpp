// SPDX-License-Identifier: Apache-2.0
#include "ask.hpp"
#include "command.hpp"
#include "core/text.hpp"
#include "io/http_routes.hpp"
#include "notify/message.hpp"
#include "notify/send.hpp"
#include "steps.hpp"
#include "world.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace lapwing::daemon {
namespace {

using boost::asio::awaitable;
using notify::Outcome;

/// The daemon waits out the limits of the channel for a minute.
constexpr Duration kLimit = std::chrono::seconds{70};

awaitable<void> send(notify::WaysOut const& ways, notify::Notifier const& notifier, notify::Payload payload,
                     Outcome& outcome) {
  auto const sent = co_await notify::send(ways, notifier, std::move(payload));
  outcome = sent;
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

/// What the daemon's own queue made of it.
Exit report(std::string const& name, Reply const& reply) {
  if (reply.status != 200) return report_refusal("notify test", reply);
  auto const status = reply.body.value("status", 0);
  if (reply.body.value("delivered", false)) {
    print("delivered to " + name + " through the daemon's queue" +
          (status == 0 ? "" : " (HTTP " + std::to_string(status) + ")") + "\n");
    return Exit::fine;
  }
  print_error("not delivered to " + name + " through the daemon's queue: " + reply.body.value("why", "") +
              "\n(the daemon uses the configuration that it loaded last; after an edit: `lapwing reload`)\n");
  return Exit::unreachable;
}

}  // namespace

Exit send_test_message(Common const& common, std::string const& name, Level level) {
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  auto const* const channel = find_channel(*options, name);
  if (channel == nullptr) return Exit::usage;
  auto const target = "/v1/channels/" + encode_segment(name) + "/test?severity=" + std::string(name_of(level));
  auto const asked = try_daemon(common, "notify test", Method::post, target, kLimit);
  if (asked.reply) return report(name, *asked.reply);
  if (!asked.is_absent) {
    print_error(asked.why);
    return Exit::unreachable;
  }
  World world;
  auto services = world.services();
  notify::WaysOut const ways{services.http, services.workers, services.print, services.redact};
  auto const message = notify::test_message(level, name, options->project, options->zone, services.clock.now());
  Outcome outcome;
  std::string failure;
  TaskGroup tasks(world.loop().get_executor(), [&](std::string const&, std::string const& what) { failure = what; });
  tasks.spawn("notify test",
              send(ways, *channel->notifier, channel->notifier->render(message, notify::Form::full).payload, outcome));
  world.loop().run();
  if (failure.empty() && outcome.kind == Outcome::Kind::delivered) {
    print("delivered to " + name + (outcome.status == 0 ? "" : " (HTTP " + std::to_string(outcome.status) + ")") +
          "\n");
    return Exit::fine;
  }
  print_error("not delivered to " + name + ": " + (failure.empty() ? outcome.why : failure) + "\n");
  return Exit::unreachable;
}

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
  return [&common, given] { return send_test_message(common, given->channel, *parse_level(given->severity)); };
}

}  // namespace lapwing::daemon
