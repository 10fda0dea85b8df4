// SPDX-License-Identifier: Apache-2.0
#include "app/control.hpp"

#include "app/assembly.hpp"
#include "app/json_answer.hpp"
#include "core/quantity.hpp"
#include "core/text.hpp"

#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using nlohmann::ordered_json;

namespace {

/// A poll may have to wait for the one before it, and for slow sources.
constexpr Duration kPollLimit = 10min;
constexpr Duration kReloadLimit = 1min;

std::string_view name_of(Backfill::State state) {
  switch (state) {
    case Backfill::State::running:
      return "running";
    case Backfill::State::waiting:
      return "waiting";
    case Backfill::State::done:
      return "done";
    case Backfill::State::failed:
      return "failed";
  }
  throw std::logic_error("Backfill::State: no such value");
}

ordered_json describe(std::optional<Backfill::Progress> const& progress) {
  if (!progress) return nullptr;
  bool const waits = progress->state == Backfill::State::waiting;
  auto out = ordered_json::object();
  out["state"] = std::string(name_of(progress->state)) + (waits ? ": " + progress->why : "");
  out["done"] = progress->days_done;
  out["total"] = progress->days_total;
  out["samples"] = progress->samples;
  out["events"] = progress->events;
  out["error"] = waits ? "" : progress->why;
  return out;
}

HttpAnswer describe_poller(int status, std::string const& name, std::optional<Backfill::Progress> const& progress) {
  auto body = ordered_json::object();
  body["poller"] = name;
  body["backfill"] = describe(progress);
  return as_json(status, body);
}

}  // namespace

Control::Control(Services& services, Daemon daemon)
    : services_(services),
      daemon_(std::move(daemon)),
      hush_routes_(services, daemon_.hush),
      delivery_routes_(services, daemon_.dispatcher, daemon_.store),
      history_routes_(services, daemon_.pipeline, daemon_.store),
      server_(services.loop, make_routes(), {},
              [](std::string const& request, std::string const& what) {
                spdlog::error("control failed request=\"{}\" error=\"{}\"", printable(request), printable(what));
              }),
      tasks_(services.loop, log_failed_task) {}

HttpRoutes Control::make_routes() {
  HttpRoutes routes;
  routes.add(Method::post, "/v1/poll/{name}",
             HttpRoutes::Handler([this](HttpCall call) { return poll(std::move(call)); }));
  routes.add(Method::get, "/v1/poll/{name}",
             HttpRoutes::PlainHandler([this](HttpCall const& call) { return show_poller(call); }));
  routes.add(Method::post, "/v1/reload",
             HttpRoutes::Handler([this](HttpCall call) { return reload(std::move(call)); }));
  hush_routes_.add_to(routes);
  delivery_routes_.add_to(routes);
  history_routes_.add_to(routes);
  routes.set_finish([this](HttpAnswer& answer) { answer.body = services_.redact(answer.body); });
  return routes;
}

Result<void> Control::open(std::string const& socket) {
  auto const listening = server_.listen_on_unix_socket(socket);
  if (listening) server_.start(tasks_);
  return listening;
}

awaitable<void> Control::drain(Duration limit) { co_await app::drain(services_, tasks_, limit); }

awaitable<HttpAnswer> Control::poll(HttpCall call) {
  if (auto refused = refuse_parameters(call, "backfill")) co_return std::move(*refused);
  auto const name = call.parameters.at("name");
  if (!call.query.empty()) co_return start_backfill(call, name, call.query[0].second);
  auto const asked = daemon_.scheduler().poll_now(name);
  if (!asked) co_return as_error(asked.error());
  log_change(call, "poll poller=" + name);
  auto const later = *asked;
  auto const polled = co_await later->wait(kPollLimit);
  if (!polled) {
    co_return as_error(504,
                       "the poll of " + name + " has not ended within " + format_duration(kPollLimit) + "; it goes on");
  }
  if (!*polled) co_return as_error(polled->error());
  auto body = ordered_json::object();
  body["poller"] = name;
  body["success"] = (*polled)->success;
  body["error"] = (*polled)->error;
  body["samples"] = (*polled)->samples;
  co_return as_json(200, body);
}

HttpAnswer Control::start_backfill(HttpCall const& call, std::string const& name, std::string const& span) {
  auto const length = parse_duration(span);
  if (!length) return as_error(400, "backfill: " + length.error().message);
  auto const started = daemon_.scheduler().start_backfill(name, *length);
  if (!started) return as_error(started.error());
  log_change(call, "backfill poller=" + name + " span=" + format_duration(*length));
  return describe_poller(202, name, *daemon_.scheduler().backfill_progress(name));
}

HttpAnswer Control::show_poller(HttpCall const& call) {
  if (auto refused = refuse_parameters(call)) return *refused;
  auto const& name = call.parameters.at("name");
  auto const progress = daemon_.scheduler().backfill_progress(name);
  if (!progress) return as_error(progress.error());
  return describe_poller(200, name, *progress);
}

awaitable<HttpAnswer> Control::reload(HttpCall call) {
  if (auto refused = refuse_parameters(call)) co_return std::move(*refused);
  auto const later = daemon_.reload(who_asks(call));
  auto const reloaded = co_await later->wait(kReloadLimit);
  if (!reloaded) co_return as_error(504, "the reload has not ended within " + format_duration(kReloadLimit));
  if (!*reloaded && reloaded->error().kind == ErrorKind::unreachable) co_return as_error(reloaded->error());
  log_change(call, std::string("reload accepted=") + (*reloaded ? "true" : "false"));
  auto body = ordered_json::object();
  body["accepted"] = bool(*reloaded);
  body["problems"] = ordered_json::array();
  if (!*reloaded) {
    for (auto const line : split(reloaded->error().message, '\n')) {
      if (!line.empty()) body["problems"].push_back(line);
    }
  } else {
    body["changes"] = (*reloaded)->alerts;
    body["incidents"] = (*reloaded)->incidents;
  }
  co_return as_json(200, body);
}

}  // namespace lapwing::app
