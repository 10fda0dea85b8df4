// SPDX-License-Identifier: Apache-2.0
// How things stand, for programs: JSON as commands print it with --format json.
//
//   GET /api/v1/status                    report/json_report.hpp
//   GET /api/v1/reports                   {reports: ["daily", "weekly", "monthly"]}
//   GET /api/v1/reports/KIND?at=          report/json_report.hpp
//   GET /api/v1/alerts?since=7d           report/incident_list.hpp: what is open, and what ended within that time
//   GET /api/v1/pollers                   report/poller_list.hpp
//   GET /api/v1/outbox                    report/outbox_list.hpp
//   GET /api/v1/series?metric=            {series: [{metric, labels, unit, at, value}]}: the newest sample of each
//   GET /api/v1/samples?metric=NAME&since=&until=&limit=
//                                         {metric, unit, samples: [{at, labels, value}], next: RFC 3339 or null}
//
// Samples come in order of time, by default those of the last day and at most 1,000 (`limit` up to 10,000; those of one
// instant stay together): where there are more, `next` is the `since` of the next page. A metric is a name or a pattern
// with * and ?. Instants are RFC 3339; `since` may be a length of time, such as 7d.
// Errors are {error: "..."}: 400 for a parameter that is not taken, 404, 500.
#pragma once

#include "app/web_pages.hpp"

namespace lapwing::app {

class WebApi {
 public:
  explicit WebApi(Watched watched) : watched_(std::move(watched)) {}
  WebApi(WebApi const&) = delete;
  WebApi& operator=(WebApi const&) = delete;

  /// It must outlive the routes.
  void add_to(HttpRoutes& routes);

 private:
  boost::asio::awaitable<HttpAnswer> status(HttpCall call);
  boost::asio::awaitable<HttpAnswer> report(HttpCall call);
  boost::asio::awaitable<HttpAnswer> alerts(HttpCall call);
  boost::asio::awaitable<HttpAnswer> pollers(HttpCall call);
  boost::asio::awaitable<HttpAnswer> outbox(HttpCall call);
  boost::asio::awaitable<HttpAnswer> series(HttpCall call);
  boost::asio::awaitable<HttpAnswer> samples(HttpCall call);
  /// What `read` makes of the store on its worker, as the body.
  boost::asio::awaitable<HttpAnswer> read_as(std::function<Result<std::string>()> read);

  Watched watched_;
};

}  // namespace lapwing::app
