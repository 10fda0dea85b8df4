// SPDX-License-Identifier: Apache-2.0
// The status page and what programs read, over TCP. Nothing changes over TCP: GET and HEAD alone, and no route of the
// control socket. Every client is a task of its own, and all together are bounded: a slow one delays no poll.
#pragma once

#include "app/http_options.hpp"
#include "app/pipeline.hpp"
#include "app/web_api.hpp"
#include "app/web_metrics.hpp"
#include "app/web_pages.hpp"
#include "io/http_server.hpp"
#include "io/task_group.hpp"

#include <boost/asio/awaitable.hpp>

#include <list>
#include <memory>
#include <optional>

namespace lapwing::app {

/// Outlives reloads. Destroy it after `drain`.
class Web {
 public:
  Web(Services& services, store::Store& store, Pipeline const& pipeline);
  Web(Web const&) = delete;
  Web& operator=(Web const&) = delete;
  ~Web();

  /// What is shown from now on.
  void show(std::shared_ptr<View const> view) { view_ = std::move(view); }
  /// Where it is served from now on; what is being answered elsewhere is finished. Where it can not listen, that is
  /// logged, and all else goes on.
  void serve(std::optional<HttpOptions> const& options);
  void stop() { serve(std::nullopt); }
  /// Gives what is being answered `limit`, then cancels it. Nothing runs afterwards.
  boost::asio::awaitable<void> drain(Duration limit);
  void cancel();

  /// As they are served at that address.
  HttpRoutes make_routes(HttpOptions const& options);

 private:
  struct Site;
  void open(HttpOptions const& options);

  Services& services_;
  std::shared_ptr<View const> view_;
  SilentSearch silent_;
  WebPages pages_;
  WebMetrics metrics_;
  WebApi api_;
  std::optional<HttpOptions> options_;      // of the last of the sites, where that still serves
  std::list<std::unique_ptr<Site>> sites_;  // those that end, too
};

}  // namespace lapwing::app
