// SPDX-License-Identifier: Apache-2.0
// GET /metrics: how things stand, for Prometheus. OpenMetrics where the request's Accept takes it, else text 0.0.4.
#pragma once

#include "app/web_pages.hpp"

namespace lapwing::app {

class WebMetrics {
 public:
  explicit WebMetrics(Watched watched) : watched_(std::move(watched)) {}
  WebMetrics(WebMetrics const&) = delete;
  WebMetrics& operator=(WebMetrics const&) = delete;

  /// It must outlive the routes.
  void add_to(HttpRoutes& routes);

 private:
  boost::asio::awaitable<HttpAnswer> expose(HttpCall call);

  Watched watched_;
};

}  // namespace lapwing::app
