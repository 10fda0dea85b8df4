// SPDX-License-Identifier: Apache-2.0
// The network as a test wants it: scripted answers, and a memory of what was sent.
#pragma once

#include "io/http_client.hpp"

#include <functional>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::test {

HttpResponse response(int status, std::string body = "", std::vector<Header> headers = {});

/// A request that no answer was set for fails the test and gets an Error. Like the real client it answers only after
/// the loop has had a turn.
class FakeHttp final : public HttpClient {
 public:
  /// Every request so far, in order.
  std::vector<HttpRequest> seen;

  /// For one request whose URL begins with `prefix`; several for one prefix are used in order.
  void answer(std::string prefix, Result<HttpResponse> with);
  /// For every request whose URL begins with `prefix` and that none of the single answers is for; replaces an earlier
  /// one.
  void always_answer(std::string prefix, Result<HttpResponse> with);

  /// Every request whose URL begins with `prefix` is answered by this, before anything else.
  void serve(std::string prefix, std::function<Result<HttpResponse>(HttpRequest const&)> with);

  boost::asio::awaitable<Result<HttpResponse>> send(HttpRequest request) override;

 private:
  struct Scripted {
    std::string prefix;
    Result<HttpResponse> with;
  };
  Result<HttpResponse> pick(HttpRequest const& request);

  std::map<std::string, std::function<Result<HttpResponse>(HttpRequest const&)>> servers_;
  std::list<Scripted> once_;
  std::list<Scripted> always_;  // the newest first
};

}  // namespace lapwing::test
