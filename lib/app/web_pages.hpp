// SPDX-License-Identifier: Apache-2.0
// What people look at over HTTP, and whether the daemon lives:
//
//   GET /                 the status page; ?refresh=off: it does not come again by itself
//   GET /reports/KIND     the report daily, weekly or monthly as of now; ?at=RFC 3339: as of then
//   GET /healthz          200 {status: "ok"}: the loop turns
//   GET /readyz           200 {ready: true, problems: []}; 503 with the problems: nothing can be stored, or no source
//   can
//                         be read
#pragma once

#include "app/services.hpp"
#include "app/silent_alerts.hpp"
#include "app/view.hpp"
#include "io/http_routes.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>

namespace lapwing::app {

/// What the routes that read have in common. References outlive them.
struct Watched {
  Services& services;
  store::Store& store;
  std::function<std::shared_ptr<View const>()> view;  ///< the present one, shared with the readings under way
  std::function<std::string()> trouble;               ///< why what is known can not be stored; "" where it can
  SilentSearch& silent;                               ///< for the store's worker alone
};

/// What the report is made from, with what can never fire. On the store's worker. Errors: the store's.
Result<report::Material> read_material(Watched const& watched, std::shared_ptr<View const> const& view,
                                       report::Kind kind, TimePoint at);

/// The report that {kind} and ?at= name, as of now by default. Errors: not_found, invalid; the store's.
boost::asio::awaitable<Result<report::Document>> read_report(Watched const& watched, HttpCall call);

class WebPages {
 public:
  explicit WebPages(Watched watched) : watched_(std::move(watched)) {}
  WebPages(WebPages const&) = delete;
  WebPages& operator=(WebPages const&) = delete;

  /// It must outlive the routes.
  void add_to(HttpRoutes& routes);
  Watched const& watched() const { return watched_; }

 private:
  boost::asio::awaitable<HttpAnswer> status(HttpCall call);
  boost::asio::awaitable<HttpAnswer> report(HttpCall call);
  boost::asio::awaitable<HttpAnswer> ready(HttpCall call);

  Watched watched_;
};

}  // namespace lapwing::app
