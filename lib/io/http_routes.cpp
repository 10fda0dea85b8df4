// SPDX-License-Identifier: Apache-2.0
#include "io/http_routes.hpp"

#include "core/text.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url_view.hpp>

namespace lapwing {

namespace {

namespace asio = boost::asio;
using Parameters = std::map<std::string, std::string>;

bool is_parameter(std::string_view part) { return part.size() > 2 && part.starts_with('{') && part.ends_with('}'); }

/// The values of the pattern's parameters; absent where the path does not fit.
std::optional<Parameters> match(std::vector<std::string> const& pattern, std::vector<std::string> const& segments) {
  if (pattern.size() != segments.size()) return std::nullopt;
  Parameters parameters;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_parameter(pattern[i])) {
      if (segments[i].empty()) return std::nullopt;
      parameters[pattern[i].substr(1, pattern[i].size() - 2)] = segments[i];
    } else if (pattern[i] != segments[i]) {
      return std::nullopt;
    }
  }
  return parameters;
}

asio::awaitable<HttpAnswer> answer_at_once(HttpRoutes::PlainHandler handler, HttpCall call) { co_return handler(call); }

}  // namespace

HttpAnswer refusal(int status, std::string_view plain_sentence) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = "{\"error\": \"" + std::string(plain_sentence) + "\"}";
  return answer;
}

std::optional<HttpTarget> parse_target(std::string_view target) {
  if (!target.starts_with('/')) return std::nullopt;
  auto const parsed = boost::urls::parse_origin_form(target);
  if (!parsed) return std::nullopt;
  HttpTarget out;
  for (auto const& segment : parsed->segments()) out.segments.emplace_back(segment);
  for (auto const& param : parsed->params()) out.query.emplace_back(param.key, param.value);
  return out;
}

std::string encode_segment(std::string_view text) { return boost::urls::encode(text, boost::urls::unreserved_chars); }

void HttpRoutes::add(Method method, std::string_view pattern, Handler handler) {
  std::vector<std::string> parts;
  if (pattern != "/") {
    for (auto const part : split(pattern.substr(1), '/')) parts.emplace_back(part);
  }
  routes_.push_back({method, std::move(parts), std::move(handler)});
}

void HttpRoutes::add(Method method, std::string_view pattern, PlainHandler handler) {
  add(method, pattern,
      Handler([handler = std::move(handler)](HttpCall call) { return answer_at_once(handler, std::move(call)); }));
}

asio::awaitable<HttpAnswer> HttpRoutes::answer(HttpCall call) const {
  auto refused = guard_ ? guard_(call) : std::nullopt;
  if (refused) co_return finished(*std::move(refused));
  auto answer = co_await find_and_answer(std::move(call));
  co_return finished(std::move(answer));
}

HttpAnswer HttpRoutes::finished(HttpAnswer answer) const {
  if (finish_) finish_(answer);
  return answer;
}

asio::awaitable<HttpAnswer> HttpRoutes::find_and_answer(HttpCall call) const {
  auto target = parse_target(call.target);
  if (!target) co_return refusal(400, "this is no path");
  call.query = std::move(target->query);
  std::string allowed;
  for (auto const& route : routes_) {
    auto parameters = match(route.pattern, target->segments);
    if (!parameters) continue;
    if (route.method == call.method || (route.method == Method::get && call.method == Method::head)) {
      call.parameters = std::move(*parameters);
      co_return co_await route.handler(std::move(call));
    }
    allowed += (allowed.empty() ? "" : ", ") + std::string(name_of(route.method));
    if (route.method == Method::get) allowed += ", HEAD";
  }
  if (allowed.empty()) co_return refusal(404, "there is nothing at this path");
  auto answer = refusal(405, "this path takes " + allowed + " alone");
  answer.headers.emplace_back("Allow", allowed);
  co_return answer;
}

}  // namespace lapwing
