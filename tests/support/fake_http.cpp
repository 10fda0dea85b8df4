// SPDX-License-Identifier: Apache-2.0
#include "support/fake_http.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace lapwing::test {

HttpResponse response(int status, std::string body, std::vector<Header> headers) {
  return HttpResponse{.status = status, .headers = std::move(headers), .body = std::move(body)};
}

void FakeHttp::answer(std::string prefix, Result<HttpResponse> with) {
  once_.push_back(Scripted{std::move(prefix), std::move(with)});
}

void FakeHttp::always_answer(std::string prefix, Result<HttpResponse> with) {
  always_.remove_if([&](Scripted const& old) { return old.prefix == prefix; });
  always_.push_front(Scripted{std::move(prefix), std::move(with)});
}

boost::asio::awaitable<Result<HttpResponse>> FakeHttp::send(HttpRequest request) {
  seen.push_back(request);
  auto answer = pick(request);
  co_await boost::asio::post(boost::asio::use_awaitable);
  co_return answer;
}

void FakeHttp::serve(std::string prefix, std::function<Result<HttpResponse>(HttpRequest const&)> with) {
  servers_[std::move(prefix)] = std::move(with);
}

Result<HttpResponse> FakeHttp::pick(HttpRequest const& request) {
  auto const& url = request.url.reveal();
  for (auto const& [prefix, server] : servers_) {
    if (url.starts_with(prefix)) return server(request);
  }
  auto const is_for_it = [&](Scripted const& one) { return url.starts_with(one.prefix); };
  if (auto const at = std::find_if(once_.begin(), once_.end(), is_for_it); at != once_.end()) {
    auto with = std::move(at->with);
    once_.erase(at);
    return with;
  }
  if (auto const at = std::find_if(always_.begin(), always_.end(), is_for_it); at != always_.end()) return at->with;
  ADD_FAILURE() << "unexpected request to " << url;
  return Error{ErrorKind::unreachable, "FakeHttp has no answer for this request"};
}

}  // namespace lapwing::test
