// SPDX-License-Identifier: Apache-2.0
// The routes of the control socket by which people see to what is queued for a channel. `incident` narrows it to one.
//
//   POST /v1/channels/NAME/retry[?incident=7]   200 {channel, owed_again}: what was given up is owed again, and the
//                                               channel is tried now, unless it set us a limit
//   POST /v1/channels/NAME/drop[?incident=7]    200 {channel, dropped}: what is queued or was given up is forgotten
//   POST /v1/channels/NAME/test?severity=info   200 {channel, delivered, status, why}: one message through queue and
//   limits
#pragma once

#include "app/services.hpp"
#include "io/http_routes.hpp"
#include "notify/dispatcher.hpp"

#include <functional>

namespace lapwing::app {

class DeliveryRoutes {
 public:
  /// `dispatcher` gives the present one: each reload makes another.
  DeliveryRoutes(Services& services, std::function<notify::Dispatcher&()> dispatcher, store::Store& store)
      : services_(services), dispatcher_(std::move(dispatcher)), store_(store) {}

  void add_to(HttpRoutes& routes);

 private:
  boost::asio::awaitable<HttpAnswer> change(HttpCall call, bool is_retry);
  boost::asio::awaitable<HttpAnswer> test(HttpCall call);
  Result<std::string> channel_of(HttpCall const& call);

  Services& services_;
  std::function<notify::Dispatcher&()> dispatcher_;
  store::Store& store_;
};

}  // namespace lapwing::app
