// SPDX-License-Identifier: Apache-2.0
#include "ask.hpp"
#include "io/http_routes.hpp"

#include <CLI/CLI.hpp>

namespace lapwing::daemon {
namespace {

using namespace std::chrono_literals;

Exit acknowledge(Common const& common, std::string incident, std::string const& why) {
  if (incident.starts_with('#')) incident.erase(0, 1);
  auto body = nlohmann::ordered_json::object();
  body["why"] = why;
  auto const target = "/v1/incidents/" + encode_segment(incident) + "/ack";
  auto const reply = ask_daemon(common, "ack", Method::post, target, 30s, body);
  if (!reply) return Exit::unreachable;
  if (reply->status != 200) return report_refusal("ack", *reply);
  if (common.json())
    print(reply->body.dump(2) + "\n");
  else if (!common.quiet)
    print("incident #" + incident + " is acknowledged: no reminders until it gets worse than " +
          reply->body.value("level", "") + "\n");
  return Exit::fine;
}

}  // namespace

std::function<Exit()> make_ack(CLI::App& command, Common const& common) {
  struct Wish {
    std::string incident, why;
  };
  auto const wish = std::make_shared<Wish>();  // shared by the parser, which fills it, and the action
  command.add_option("INCIDENT", wish->incident, "The incident's number, as in its messages")->required();
  command.add_option("--why", wish->why, "What is being done about it");
  return [&common, wish] { return acknowledge(common, wish->incident, wish->why); };
}

}  // namespace lapwing::daemon
