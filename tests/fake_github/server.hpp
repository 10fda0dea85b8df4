// SPDX-License-Identifier: Apache-2.0
// GitHub's manners around the endpoints: tokens, ETags, limits, faults, two hosts; and the controls of the test.
//
//   POST /_test/now    {"now": "2026-11-10T08:00:00Z"}
//   POST /_test/set    {"private": false, "billing": true, "limit": 100}; what is not named stays
//   POST /_test/fault  {"path": "/repos/acme", "kind": "html_503", "count": 2, "from": T, "until": T, "seconds": 60,
//                      "date": false}; all but kind may be left out
//   POST /_test/clear  no faults any more, all counts 0; the limits' windows stay
//   GET  /_test/requests
//        {"total": requests but these, "counted": of them against the primary limit, "not_modified": answers 304,
//         "most_in_an_hour": counted ones in the worst clock hour of simulated time, "refused": answers 4xx and 5xx,
//         "paths": {target: times}, "other_host": [{"target", "authorization": whether it was sent}]}
#pragma once

#include "fake_github/endpoints.hpp"
#include "fake_github/faults.hpp"
#include "support/certificate.hpp"
#include "support/loopback_sink.hpp"

#include <map>
#include <optional>
#include <string>

namespace lapwing::fake_github {

/// Tokens: good-token sees everything; other-token is valid but has no access to the repository (404); any other is
/// refused (401). Without one, a private repository is not found and 60 requests an hour are let through.
class Server {
 public:
  /// Serves from then on, on ports of its own; it is `timeline.begin` until a test says otherwise.
  Server(Timeline timeline, test::Certificate const& certificate);
  Server(Server const&) = delete;
  Server& operator=(Server const&) = delete;

  std::string port() const { return sink_.port(); }

 private:
  using Request = test::LoopbackSink::Request;
  using Answer = test::LoopbackSink::Answer;

  // Called by the sink's threads, one at a time.
  Answer answer(Request const& request);
  Answer serve(Request const& request);
  Reply regular(Request const& request, std::string const& who, Limits::Window& window, bool& is_counted);
  Answer control(Request const& request);
  Answer counts() const;
  void note(Request const& request, Answer const& answer, bool is_counted);

  Timeline const timeline_;
  Settings settings_;
  Limits limits_;
  Faults faults_;
  std::map<std::string, int> paths_;
  std::map<TimePoint, int> counted_by_hour_;
  int total_ = 0, counted_ = 0, not_modified_ = 0, refused_ = 0;
  std::optional<Endpoints> endpoints_;
  test::LoopbackSink other_host_;
  test::LoopbackSink sink_;
};

}  // namespace lapwing::fake_github
