// SPDX-License-Identifier: Apache-2.0
// The routes of the control socket by which an import hands samples to the daemon.
//
//   POST /v1/history, JSONL as `history export` writes it    200 {added, changed}: judged as a past that was filled in,
//                                                            and stored; 503 while the store is behind
//   POST /v1/history/imported {file, added, changed}         200 {}: a row of the audit
#pragma once

#include "app/pipeline.hpp"
#include "app/services.hpp"
#include "io/http_routes.hpp"

namespace lapwing::app {

class HistoryRoutes {
 public:
  HistoryRoutes(Services& services, Pipeline& pipeline, store::Store& store)
      : services_(services), pipeline_(pipeline), store_(store) {}

  void add_to(HttpRoutes& routes);

 private:
  boost::asio::awaitable<HttpAnswer> take(HttpCall call);
  boost::asio::awaitable<HttpAnswer> note(HttpCall call);

  Services& services_;
  Pipeline& pipeline_;
  store::Store& store_;
};

/// What an import leaves in the audit: "imported 1,234 samples from FILE (1,200 new, 34 changed)".
std::string describe_import(std::string const& file, std::size_t added, std::size_t changed);

}  // namespace lapwing::app
