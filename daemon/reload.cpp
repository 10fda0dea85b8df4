// SPDX-License-Identifier: Apache-2.0
#include "ask.hpp"

#include <CLI/CLI.hpp>

namespace lapwing::daemon {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLimit = 70s;  // beyond the daemon's own

/// One line a change of the alerts and of what they make of what is known.
std::string describe(nlohmann::ordered_json const& accepted) {
  std::string text = "accepted: the edited files are in force";
  if (accepted.value("changes", nlohmann::ordered_json::array()).empty()) text += "; no alert changed";
  text += "\n";
  for (auto const* const key : {"changes", "incidents"}) {
    auto const lines = accepted.value(key, nlohmann::ordered_json::array());
    for (auto const& line : lines) text += line.get<std::string>() + "\n";
  }
  return text;
}

Exit reload(Common const& common) {
  auto const reply = ask_daemon(common, "reload", Method::post, "/v1/reload", kLimit);
  if (!reply) return Exit::unreachable;
  if (reply->status != 200) return report_refusal("reload", *reply);
  auto const& body = reply->body;
  bool const accepted = body.value("accepted", false);
  if (common.json()) {
    print(body.dump(2) + "\n");
  } else if (accepted) {
    if (!common.quiet) print(describe(body));
  } else {
    for (auto const& problem : body["problems"]) print_error(problem.get<std::string>() + "\n");
    print_error("refused: the old configuration stays in force\n");
  }
  return accepted ? Exit::fine : Exit::finding;
}

}  // namespace

std::function<Exit()> make_reload(CLI::App&, Common const& common) {
  return [&common] { return reload(common); };
}

}  // namespace lapwing::daemon
