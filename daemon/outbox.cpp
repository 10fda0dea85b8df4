// SPDX-License-Identifier: Apache-2.0
#include "app/view.hpp"
#include "ask.hpp"
#include "io/clock.hpp"
#include "io/http_routes.hpp"
#include "json.hpp"
#include "notify/console.hpp"
#include "notify/message.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace lapwing::daemon {
namespace {

using namespace std::chrono_literals;

/// What the arguments name: a channel, and one incident of it or all.
struct Which {
  std::string channel;
  std::string incident;

  std::string number() const { return incident.starts_with('#') ? incident.substr(1) : incident; }
};

std::optional<std::vector<report::ChannelQueue>> queues_or_explain(std::string const& command, store::Store& store,
                                                                   app::Options const& options,
                                                                   std::string const& only) {
  auto queues = app::read_queues(store, app::view_of(options), system_now(), only);
  if (!queues) {
    print_error("lapwing " + command + ": " + queues.error().message + "\n");
    return std::nullopt;
  }
  return *std::move(queues);
}

Exit list(Common const& common, std::string const& channel) {
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  if (!channel.empty() && find_channel_or_explain("outbox list", *options, channel) == nullptr) return Exit::usage;
  auto store = open_or_explain("outbox list", *options);
  if (!store) return Exit::unreachable;
  auto const queues = queues_or_explain("outbox list", *store, *options, channel);
  if (!queues) return Exit::unreachable;
  auto const now = system_now();
  print(common.json() ? report::queues_as_json(*queues, now) : report::queues_as_text(*queues, options->zone, now));
  return Exit::fine;
}

/// What would be sent, as it is sent.
std::string body_of(notify::Payload const& payload) {
  if (auto const* const request = std::get_if<HttpRequest>(&payload)) return request->body;
  if (auto const* const call = std::get_if<ProgramCall>(&payload)) return call->input;
  return std::get<notify::ConsoleText>(payload).text;
}

/// What one message with everything of a channel (or one incident of it) would say.
Exit show(Common const& common, Which const& which) {
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  auto const* const channel = find_channel_or_explain("outbox show", *options, which.channel);
  if (channel == nullptr) return Exit::usage;
  auto store = open_or_explain("outbox show", *options);
  if (!store) return Exit::unreachable;
  auto const queues = queues_or_explain("outbox show", *store, *options, which.channel);
  if (!queues) return Exit::unreachable;
  auto const incidents = store->incidents(TimePoint::min());
  if (!incidents) {
    print_error("lapwing outbox show: " + incidents.error().message + "\n");
    return Exit::unreachable;
  }
  std::vector<store::Owed> debts;
  auto const is_wanted = [&](alert::IncidentId id) {
    return which.incident.empty() || std::to_string(id) == which.number();
  };
  auto const is_there = [&](alert::IncidentId id) {
    return std::ranges::any_of(debts, [&](auto const& debt) { return debt.incident.id == id; });
  };
  for (auto const& one : queues->front().queued) {
    if (is_wanted(one.debt.incident.id)) debts.push_back(one.debt);
  }
  for (auto const& letter : queues->front().given_up) {
    auto const found = std::ranges::find(*incidents, letter.incident, &alert::Incident::id);
    if (!is_wanted(letter.incident) || is_there(letter.incident) || found == incidents->end()) continue;
    debts.push_back({.incident = *found, .due = letter.at});
  }
  if (debts.empty()) {
    print_error("lapwing outbox show: nothing of that is queued or given up; see `lapwing outbox list`\n");
    return Exit::finding;
  }
  notify::sort_worst_first(debts);
  auto const message = notify::message_of(debts, options->project, options->zone, system_now());
  auto const console = notify::Console(!common.json() && common.coloured()).render(message, notify::Form::full);
  auto const text = std::get<notify::ConsoleText>(console.payload).text;
  if (!common.json()) {
    print(text);
    return Exit::fine;
  }
  auto told = nlohmann::ordered_json::array();
  for (auto const& debt : debts) told.push_back(debt.incident.id);
  auto const rendered = channel->notifier->render(message, notify::Form::full);
  print_json({{"channel", which.channel},
              {"incidents", std::move(told)},
              {"text", text},
              {"body", body_of(rendered.payload)}});
  return Exit::fine;
}

Exit change(Common const& common, Which const& which, bool is_retry) {
  std::string const command = is_retry ? "outbox retry" : "outbox drop";
  auto target = "/v1/channels/" + encode_segment(which.channel) + (is_retry ? "/retry" : "/drop");
  if (!which.incident.empty()) target += "?incident=" + encode_segment(which.number());
  auto const reply = ask_daemon(common, command, Method::post, target, 30s, nullptr);
  if (!reply) return Exit::unreachable;
  if (reply->status != 200) return report_refusal(command, *reply);
  if (common.json()) {
    print(reply->body.dump(2) + "\n");
    return Exit::fine;
  }
  if (common.quiet) return Exit::fine;
  auto const count = reply->body.value(is_retry ? "owed_again" : "dropped", std::size_t{0});
  auto const messages = std::to_string(count) + (count == 1 ? " message" : " messages");
  if (is_retry && count == 0)
    print("what is queued for " + which.channel + " is tried now; nothing of it was given up\n");
  else if (is_retry)
    print(messages + " given up for " + which.channel + (count == 1 ? " is" : " are") +
          " owed again; what is queued is tried now\n");
  else if (count == 0)
    print("nothing to drop: nothing of that is queued for " + which.channel + " or was given up\n");
  else
    print(messages + " for " + which.channel + " dropped; it hears of these incidents when they change\n");
  return Exit::fine;
}

std::shared_ptr<Which> add_which(CLI::App& command) {
  auto const which = std::make_shared<Which>();  // shared by the parser, which fills it, and the action
  command.add_option("CHANNEL", which->channel, "A name under `channels:`")->required();
  command.add_option("INCIDENT", which->incident, "An incident's number; by default all of the channel's");
  return which;
}

}  // namespace

std::function<Exit()> make_outbox_list(CLI::App& command, Common const& common) {
  auto const channel = std::make_shared<std::string>();
  command.add_option("CHANNEL", *channel, "A name under `channels:`; by default all");
  return [&common, channel] { return list(common, *channel); };
}

std::function<Exit()> make_outbox_show(CLI::App& command, Common const& common) {
  auto const which = add_which(command);
  return [&common, which] { return show(common, *which); };
}

std::function<Exit()> make_outbox_retry(CLI::App& command, Common const& common) {
  auto const which = add_which(command);
  return [&common, which] { return change(common, *which, true); };
}

std::function<Exit()> make_outbox_drop(CLI::App& command, Common const& common) {
  auto const which = add_which(command);
  return [&common, which] { return change(common, *which, false); };
}

}  // namespace lapwing::daemon
