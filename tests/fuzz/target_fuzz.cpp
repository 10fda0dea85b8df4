// SPDX-License-Identifier: Apache-2.0
// parse_target and HttpRoutes: whatever a client asks for gets one answer, and an encoded segment comes back as it was.
#include "io/http_routes.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace lapwing;

void must(bool holds) {
  if (!holds) std::abort();
}

HttpRoutes make_routes() {
  HttpRoutes routes;
  auto const handler = HttpRoutes::PlainHandler([](HttpCall const& call) {
    must(call.parameters.size() == 1 && !call.parameters.at("name").empty());
    return HttpAnswer();
  });
  routes.add(Method::post, "/v1/poll/{name}", handler);
  return routes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static HttpRoutes const routes = make_routes();
  std::string const text(reinterpret_cast<char const*>(data), size);
  auto const target = parse_target(text);
  HttpCall call;
  call.method = Method::post;
  call.target = text;
  std::optional<HttpAnswer> answer;
  boost::asio::io_context loop(1);
  boost::asio::co_spawn(loop, routes.answer(std::move(call)), [&](std::exception_ptr failed, HttpAnswer given) {
    must(!failed);
    answer = std::move(given);
  });
  loop.run();
  must(answer.has_value() && (answer->status == 400) == !target);

  auto const again = parse_target("/" + encode_segment(text));
  must(again && again->query.empty());
  must(text.empty() || (again->segments.size() == 1 && again->segments[0] == text));
  return 0;
}
