// SPDX-License-Identifier: Apache-2.0
#include "app/web.hpp"

#include "app/assembly.hpp"
#include "app/http_guard.hpp"
#include "core/text.hpp"

#include <spdlog/spdlog.h>

namespace lapwing::app {

using boost::asio::awaitable;

namespace {

/// On every answer: nothing from elsewhere, no script, in nobody's frame, kept by nobody.
void protect(HttpAnswer& answer) {
  answer.headers.emplace_back("Content-Security-Policy",
                              "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
                              "form-action 'none'; frame-ancestors 'none'");
  answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
  answer.headers.emplace_back("X-Frame-Options", "DENY");
  answer.headers.emplace_back("Referrer-Policy", "no-referrer");
  answer.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  answer.headers.emplace_back("Cache-Control", "no-store");
}

}  // namespace

struct Web::Site {
  Site(Services& services, HttpRoutes routes)
      : server(services.loop, std::move(routes), {},
               [](std::string const& request, std::string const& what) {
                 spdlog::error("page failed request=\"{}\" error=\"{}\"", printable(request), printable(what));
               }),
        tasks(services.loop, log_failed_task) {}

  HttpServer server;
  TaskGroup tasks;
};

Web::Web(Services& services, store::Store& store, Pipeline const& pipeline)
    : services_(services),
      pages_({services, store, [this] { return view_; }, [&pipeline] { return pipeline.trouble(); }, silent_}),
      metrics_(pages_.watched()),
      api_(pages_.watched()) {}

Web::~Web() = default;

HttpRoutes Web::make_routes(HttpOptions const& options) {
  HttpRoutes routes;
  pages_.add_to(routes);
  metrics_.add_to(routes);
  api_.add_to(routes);
  routes.set_guard([token = options.token](HttpCall const& call) { return refuse_stranger(call, token); });
  routes.set_finish([this](HttpAnswer& answer) {
    answer.body = services_.redact(answer.body);
    protect(answer);
  });
  return routes;
}

void Web::serve(std::optional<HttpOptions> const& options) {
  std::erase_if(sites_, [](auto const& site) { return site->tasks.empty(); });
  if (options == options_) return;
  if (options_) sites_.back()->server.stop();
  options_.reset();
  if (options) open(*options);
}

void Web::open(HttpOptions const& options) {
  auto site = std::make_unique<Site>(services_, make_routes(options));
  auto const port = site->server.listen_on_port(options.address, options.port);
  if (!port) {
    spdlog::error("no status page error=\"{}\" next=\"give `http:` another address and reload\"",
                  printable(port.error().message));
    return;
  }
  site->server.start(site->tasks);
  spdlog::info("status page address={} port={} token={}", options.address, *port,
               options.token.empty() ? "none" : "needed");
  sites_.push_back(std::move(site));
  options_ = options;
}

awaitable<void> Web::drain(Duration limit) {
  for (auto const& site : sites_) co_await app::drain(services_, site->tasks, limit);
}

void Web::cancel() {
  for (auto const& site : sites_) site->tasks.cancel();
}

}  // namespace lapwing::app
