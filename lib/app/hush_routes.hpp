// SPDX-License-Identifier: Apache-2.0
// The routes of the control socket by which people say what they do not want to hear.
//
//   POST /v1/silences {matchers, why, for: "3d" | until: RFC 3339}
//     200 {id, matchers, ends, until: "2026-… +01:00", who, why, is_about_something, incidents: ["#7 …"]}
//   DELETE /v1/silences/ID           200 {id}
//   POST /v1/incidents/ID/ack {why}  200 {incident, level, who, why}
#pragma once

#include "app/hush.hpp"
#include "io/http_routes.hpp"

namespace lapwing::app {

class HushRoutes {
 public:
  HushRoutes(Services& services, Hush& hush) : services_(services), hush_(hush) {}

  void add_to(HttpRoutes& routes);

 private:
  boost::asio::awaitable<HttpAnswer> add(HttpCall call);
  boost::asio::awaitable<HttpAnswer> remove(HttpCall call);
  boost::asio::awaitable<HttpAnswer> acknowledge(HttpCall call);

  Services& services_;
  Hush& hush_;
};

}  // namespace lapwing::app
