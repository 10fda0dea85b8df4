// SPDX-License-Identifier: Apache-2.0
#include "ask.hpp"
#include "core/text.hpp"
#include "help.hpp"
#include "io/http_routes.hpp"
#include "json.hpp"
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

struct Sent {
  bool through_daemon;
  bool delivered;
  int status;  ///< of HTTP; 0 for none
  std::string why = {};
};

Exit report(Common const& common, std::string const& channel, Sent const& sent) {
  auto const way = std::string(sent.through_daemon ? " through the daemon's queue" : "");
  auto const status = sent.status == 0 ? "" : " (HTTP " + std::to_string(sent.status) + ")";
  if (common.json())
    print_json({{"channel", channel},
                {"delivered", sent.delivered},
                {"through_daemon", sent.through_daemon},
                {"status", sent.status == 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(sent.status)},
                {"why", sent.why}});
  else if (sent.delivered && !common.quiet)
    print("delivered to " + channel + way + status + "\n");
  if (sent.delivered) return Exit::fine;
  if (!common.json())
    print_error("not delivered to " + channel + way + ": " + sent.why + "\n" +
                (sent.through_daemon
                     ? "(the daemon uses the configuration that it loaded last; after an edit: `lapwing reload`)\n"
                     : ""));
  return Exit::unreachable;
}

}  // namespace

Exit send_test_message(Common const& common, std::string const& name, Level level) {
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  auto const* const channel = find_channel_or_explain("notify test", *options, name);
  if (channel == nullptr) return Exit::usage;
  auto const target = "/v1/channels/" + encode_segment(name) + "/test?severity=" + std::string(name_of(level));
  auto const asked = try_daemon(common, "notify test", Method::post, target, kLimit);
  if (asked.reply && asked.reply->status != 200) return report_refusal("notify test", *asked.reply);
  if (asked.reply) {
    auto const& said = asked.reply->body;
    return report(common, name, {true, said.value("delivered", false), said.value("status", 0), said.value("why", "")});
  }
  if (!asked.is_absent) {
    print_error(asked.why);
    return Exit::unreachable;
  }
  World world;
  auto services = world.services();
  // Of JSON standard output holds nothing else, not even what a console is told.
  notify::WaysOut const ways{services.http, services.workers, common.json() ? print_error : services.print,
                             services.redact};
  auto const message = notify::test_message(level, name, options->project, options->zone, services.clock.now());
  Outcome outcome;
  std::string failure;
  TaskGroup tasks(world.loop().get_executor(), [&](std::string const&, std::string const& what) { failure = what; });
  tasks.spawn("notify test",
              send(ways, *channel->notifier, channel->notifier->render(message, notify::Form::full).payload, outcome));
  world.loop().run();
  bool const is_delivered = failure.empty() && outcome.kind == Outcome::Kind::delivered;
  auto const why = is_delivered ? "" : failure.empty() ? outcome.why : failure;
  return report(common, name, {false, is_delivered, outcome.status, why});
}

std::function<Exit()> make_notify_test(CLI::App& command, Common const& common) {
  struct Arguments {
    std::string channel;
    std::string severity = "warning";
  };
  auto const given = std::make_shared<Arguments>();  // shared by the parser, which fills it, and the action
  command.add_option("CHANNEL", given->channel, "A name under `channels:`")->required();
  command.add_option("--severity", given->severity, "How it is shown")
      ->check(one_of({"info", "warning", "critical"}))
      ->capture_default_str();
  return [&common, given] { return send_test_message(common, given->channel, *parse_level(given->severity)); };
}

}  // namespace lapwing::daemon
