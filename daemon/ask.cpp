// SPDX-License-Identifier: Apache-2.0
#include "ask.hpp"

#include "app/control_socket.hpp"
#include "io/unix_client.hpp"

namespace lapwing::daemon {

namespace {

/// Whether the error shows that no daemon is there: then the next place is tried.
bool is_absent(ErrorKind kind) { return kind == ErrorKind::not_found || kind == ErrorKind::unreachable; }

}  // namespace

Asked try_daemon(Common const& common, std::string const& command, Method method, std::string const& target,
                 Duration limit, nlohmann::ordered_json const& body) {
  if (body.is_null()) return try_daemon(common, command, method, target, limit, "", "");
  return try_daemon(common, command, method, target, limit, "application/json",
                    body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

Asked try_daemon(Common const& common, std::string const& command, Method method, std::string const& target,
                 Duration limit, std::string content_type, std::string body) {
  HttpRequest request;
  if (!content_type.empty()) request.headers = {{"Content-Type", std::move(content_type)}};
  request.body = std::move(body);
  request.method = method;
  request.url = Secret("http://localhost" + target);
  request.deadline = limit;
  Asked asked;
  auto const fail = [&](std::string why) {
    asked.is_absent = false;
    asked.why = "lapwing " + command + ": " + std::move(why) + "\n";
    return asked;
  };
  config::Problems problems;
  for (auto const& socket : app::control_sockets_for(common.config, environment(), known_secrets(), problems)) {
    auto const answer = send_over_unix_socket(socket, request);
    if (answer) {
      auto said = nlohmann::ordered_json::parse(answer->body, nullptr, false);
      if (!said.is_object()) return fail(socket + ": what answers there is no lapwing of this version");
      asked.reply = Reply{answer->status, std::move(said)};
      return asked;
    }
    if (answer.error().kind == ErrorKind::unreadable)
      return fail(answer.error().message + "; only root, the daemon's user and its group may use it");
    asked.why += "  " + answer.error().message + "\n";
    if (!is_absent(answer.error().kind)) break;
  }
  if (!problems.empty())
    asked.why += "the state directory could not be read from the configuration:\n" + problems.to_string();
  asked.is_absent = true;
  return asked;
}

std::optional<Reply> ask_daemon(Common const& common, std::string const& command, Method method,
                                std::string const& target, Duration limit, nlohmann::ordered_json const& body) {
  auto asked = try_daemon(common, command, method, target, limit, body);
  if (asked.reply) return std::move(asked.reply);
  print_error(asked.is_absent ? "lapwing " + command +
                                    ": no daemon could be reached; it must run for this (`lapwing run`):\n" + asked.why
                              : asked.why);
  return std::nullopt;
}

Exit report_refusal(std::string const& command, Reply const& reply) {
  print_error("lapwing " + command + ": " + reply.error() + "\n");
  switch (reply.status) {
    case 400:
    case 404:
      return Exit::usage;
    case 503:
    case 504:
      return Exit::unreachable;
    default:
      return Exit::finding;
  }
}

}  // namespace lapwing::daemon
