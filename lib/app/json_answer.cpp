// SPDX-License-Identifier: Apache-2.0
#include "app/json_answer.hpp"

#include "core/text.hpp"

#include <pwd.h>
#include <spdlog/spdlog.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace lapwing::app {

using nlohmann::ordered_json;

HttpAnswer as_json(int status, ordered_json const& body) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = body.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  return answer;
}

HttpAnswer as_error(int status, std::string const& message) {
  auto body = ordered_json::object();
  body["error"] = message;
  return as_json(status, body);
}

HttpAnswer as_error(Error const& error) {
  switch (error.kind) {
    case ErrorKind::invalid:
      return as_error(400, error.message);
    case ErrorKind::not_found:
      return as_error(404, error.message);
    case ErrorKind::busy:
      return as_error(409, error.message);
    case ErrorKind::unreachable:
      return as_error(503, error.message);
    default:
      return as_error(500, error.message);
  }
}

/// 400 for a parameter that is not taken, or given twice.
std::optional<HttpAnswer> refuse_parameters(HttpCall const& call, std::string_view taken) {
  bool seen = false;
  for (auto const& [key, value] : call.query) {
    if (key != taken) return as_error(400, "there is no parameter '" + printable(key, 70) + "'");
    if (std::exchange(seen, true)) return as_error(400, std::string(taken) + " is given twice");
  }
  return std::nullopt;
}

void log_change(HttpCall const& call, std::string const& what) {
  auto const peer = call.peer.value_or(PeerIdentity{});
  spdlog::info("control {} uid={} pid={}", what, peer.uid, peer.pid);
}

std::string name_of_user(unsigned uid) {
  std::array<char, 4096> room{};
  passwd entry{};
  passwd* found = nullptr;
  bool const is_known = ::getpwuid_r(uid, &entry, room.data(), room.size(), &found) == 0 && found != nullptr;
  return is_known ? printable(entry.pw_name, 60) : "uid " + std::to_string(uid);
}

std::string who_asks(HttpCall const& call) { return call.peer ? name_of_user(call.peer->uid) : "unknown"; }

}  // namespace lapwing::app
