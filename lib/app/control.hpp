// SPDX-License-Identifier: Apache-2.0
// The daemon's control socket: commands change things here and nowhere else. Every change is logged once, with the user
// and the process that asked for it.
//
//   POST /v1/poll/NAME               polls now, answers when that has ended: 200 {poller, success, error, samples}
//   POST /v1/poll/NAME?backfill=90d  starts a back-fill: 202 {poller, backfill}; 409 while one runs
//   GET  /v1/poll/NAME               200 {poller, backfill: null | {state, done, total, samples, events, error}}
//   POST /v1/silences, DELETE /v1/silences/ID, POST /v1/incidents/ID/ack: see app/hush_routes.hpp
//   POST /v1/channels/NAME/{retry,drop,test}: see app/delivery_routes.hpp
//   POST /v1/history, /v1/history/imported: see app/history_routes.hpp
//   POST /v1/reload                  200 {accepted, problems: [...], changes: [...], incidents: [...]}
//
// Errors are {error: "..."}: 400, 404 with the nearest name, 503 while the daemon reloads or stops, 504.
#pragma once

#include "app/delivery_routes.hpp"
#include "app/history_routes.hpp"
#include "app/hush_routes.hpp"
#include "app/reloaded.hpp"
#include "app/scheduler.hpp"
#include "app/services.hpp"
#include "io/http_server.hpp"
#include "io/later.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>

namespace lapwing::app {

class Control {
 public:
  struct Daemon {
    std::function<Scheduler&()> scheduler;  ///< the present one: each reload makes another
    std::function<std::shared_ptr<Later<Result<Reloaded>>>(std::string who)> reload;
    Hush& hush;
    std::function<notify::Dispatcher&()> dispatcher;  ///< the present one too
    store::Store& store;
    Pipeline& pipeline;
  };

  Control(Services& services, Daemon daemon);
  Control(Control const&) = delete;
  Control& operator=(Control const&) = delete;

  /// Listens and answers, until `stop`. Errors: as HttpServer::listen_on_unix_socket.
  Result<void> open(std::string const& socket);
  /// Takes no further request. Those under way are answered if `drain` lets them.
  void stop() { server_.stop(); }
  /// Gives what is being answered `limit`, then cancels it. Nothing runs afterwards.
  boost::asio::awaitable<void> drain(Duration limit);
  void cancel() { tasks_.cancel(); }

  HttpRoutes const& routes() const { return server_.routes(); }

 private:
  HttpRoutes make_routes();
  boost::asio::awaitable<HttpAnswer> poll(HttpCall call);
  HttpAnswer start_backfill(HttpCall const& call, std::string const& name, std::string const& span);
  HttpAnswer show_poller(HttpCall const& call);
  boost::asio::awaitable<HttpAnswer> reload(HttpCall call);

  Services& services_;
  Daemon daemon_;
  HushRoutes hush_routes_;
  DeliveryRoutes delivery_routes_;
  HistoryRoutes history_routes_;
  HttpServer server_;
  TaskGroup tasks_;
};

}  // namespace lapwing::app
