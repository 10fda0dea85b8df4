// SPDX-License-Identifier: Apache-2.0
#include "ask.hpp"

#include "app/control_socket.hpp"
#include "io/unix_client.hpp"

namespace lapwing::daemon {

namespace {

/// Whether the error shows that no daemon is there: then the next place is tried.
bool is_absent(ErrorKind kind) { return kind == ErrorKind::not_found || kind == ErrorKind::unreachable; }

}  // namespace

std::optional<Reply> ask_daemon(Common const& common, std::string const& command, Method method,
                                std::string const& target, Duration limit, nlohmann::ordered_json const& body) {
  HttpRequest request;
  if (!body.is_null()) {
    request.headers = {{"Content-Type", "application/json"}};
    request.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  }
  request.method = method;
  request.url = Secret("http://localhost" + target);
  request.deadline = limit;
  config::Problems problems;
  std::string tried;
  for (auto const& socket : app::control_sockets_for(common.config, environment(), problems)) {
    auto const answer = send_over_unix_socket(socket, request);
    if (answer) {
      auto said = nlohmann::ordered_json::parse(answer->body, nullptr, false);
      if (said.is_object()) return Reply{answer->status, std::move(said)};
      print_error("lapwing " + command + ": " + socket + ": what answers there is no lapwing of this version\n");
      return std::nullopt;
    }
    if (answer.error().kind == ErrorKind::unreadable) {
      print_error("lapwing " + command + ": " + answer.error().message +
                  "; only root, the daemon's user and its group may use it\n");
      return std::nullopt;
    }
    tried += "  " + answer.error().message + "\n";
    if (!is_absent(answer.error().kind)) break;
  }
  if (!problems.empty())
    tried += "the state directory could not be read from the configuration:\n" + problems.to_string();
  print_error("lapwing " + command + ": no daemon could be reached; it must run for this (`lapwing run`):\n" + tried);
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
