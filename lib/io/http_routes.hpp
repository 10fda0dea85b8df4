// SPDX-License-Identifier: Apache-2.0
// What a server answers: which function is asked for which method and path. Knows nothing of sockets.
#pragma once

#include "io/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lapwing {

/// Who is at the other end of a unix socket, as the kernel says.
struct PeerIdentity {
  unsigned uid;
  int pid;
};

/// A request as a handler sees it.
struct HttpCall {
  Method method = Method::get;
  std::string target;  ///< path and query as they were sent
  std::vector<Header> headers;
  std::string body;
  std::optional<PeerIdentity> peer;  ///< absent over TCP
  /// Filled in by HttpRoutes; decoded, so they may hold anything.
  std::map<std::string, std::string> parameters;  ///< of the path: name -> value
  std::vector<std::pair<std::string, std::string>> query;
};

struct HttpAnswer {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<Header> headers;  ///< besides Content-Type, Content-Length and Connection; no control characters
};

/// {"error": "…"} with one of our own sentences: letters, digits and plain punctuation, nothing that JSON escapes.
HttpAnswer refusal(int status, std::string_view plain_sentence);

/// Path and query of a request line taken apart.
struct HttpTarget {
  std::vector<std::string> segments;
  std::vector<std::pair<std::string, std::string>> query;
};

/// Absent for what is not of the form /path?query. Segments and query are decoded after they were split: an encoded
/// slash does not end a segment.
std::optional<HttpTarget> parse_target(std::string_view target);

/// One segment of a path, so that parse_target gives back the text.
std::string encode_segment(std::string_view text);

class HttpRoutes {
 public:
  using Handler = std::function<boost::asio::awaitable<HttpAnswer>(HttpCall)>;
  using PlainHandler = std::function<HttpAnswer(HttpCall const&)>;

  /// In a pattern such as "/v1/poll/{name}", {name} stands for one segment that is not empty. What serves GET serves
  /// HEAD.
  void add(Method method, std::string_view pattern, Handler handler);
  void add(Method method, std::string_view pattern, PlainHandler handler);

  /// Asked before anything else, whatever the path: what it answers stands.
  void set_guard(std::function<std::optional<HttpAnswer>(HttpCall const&)> guard) { guard_ = std::move(guard); }
  /// Has the last word on every answer, on those that a server gives before or instead of a route too.
  void set_finish(std::function<void(HttpAnswer&)> finish) { finish_ = std::move(finish); }
  HttpAnswer finished(HttpAnswer answer) const;

  /// The handler's answer, finished; 400 for a target that is none, 404 where no pattern fits, 405 where only other
  /// methods have one. What a handler throws passes through. The routes must live until it ends.
  boost::asio::awaitable<HttpAnswer> answer(HttpCall call) const;

 private:
  struct Route {
    Method method;
    std::vector<std::string> pattern;
    Handler handler;
  };
  boost::asio::awaitable<HttpAnswer> find_and_answer(HttpCall call) const;

  std::vector<Route> routes_;
  std::function<std::optional<HttpAnswer>(HttpCall const&)> guard_;
  std::function<void(HttpAnswer&)> finish_;
};

}  // namespace lapwing
