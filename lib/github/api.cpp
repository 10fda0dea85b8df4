// SPDX-License-Identifier: Apache-2.0
#include "github/api.hpp"

#include "core/text.hpp"
#include "github/link.hpp"

namespace lapwing::github {

using boost::asio::awaitable;

namespace {

constexpr int kMostMoves = 3;

/// 100 runs are 1.2 MB; nothing that is asked for is near this.
constexpr std::size_t kMostBytes = std::size_t{32} << 20;

}  // namespace

Api::Api(HttpClient& http, Access const& access, Budget& budget, TimePoint now)
    : http_(http), access_(access), budget_(budget), now_(now) {
  if (access.token) secrets_.add(access.token->reveal());
  if (access.url != Access{}.url) secrets_.add(access.url);
}

HttpRequest Api::request_for(std::string const& path, std::string const& etag, Accept accept) const {
  HttpRequest request;
  request.url = Secret(access_.url + path);
  request.headers = {
      {"Accept", accept == Accept::raw ? "application/vnd.github.raw+json" : "application/vnd.github+json"},
      {"X-GitHub-Api-Version", "2022-11-28"}};
  if (!etag.empty()) request.headers.emplace_back("If-None-Match", etag);
  request.bearer = access_.token;
  request.deadline = std::chrono::seconds{30};
  request.max_body_bytes = kMostBytes;
  return request;
}

awaitable<Answer> Api::get(std::string path, std::string etag, Accept accept) {
  auto answer = co_await ask(std::move(path), std::move(etag), accept);
  answer.why = secrets_.redact(answer.why);
  co_return answer;
}

awaitable<Answer> Api::ask(std::string path, std::string etag, Accept accept) {
  Answer answer;
  std::string moved_to;
  for (int moves = 0;; ++moves) {
    if (auto const pause = budget_.pause(access_.share, now_)) {
      own_pace_ = !pause->by_github;
      answer.kind = Answer::Kind::limited;
      answer.until = pause->until;
      answer.why = pause->why;
      co_return answer;
    }
    auto request = request_for(path, etag, accept);
    auto const response = co_await http_.send(std::move(request));
    if (!response) {
      answer.kind = Answer::Kind::failed;
      answer.why = printable(response.error().message);
      co_return answer;
    }
    answer = judge(*response, now_, access_.token.has_value());
    budget_.take(answer, now_);
    own_pace_ = false;
    if (answer.kind != Answer::Kind::moved) {
      answer.moved_to = moved_to;
      co_return answer;
    }
    auto const target = path_on(access_.url, answer.location);
    if (target.empty() || moves == kMostMoves) {
      answer.kind = Answer::Kind::failed;
      answer.why = target.empty() ? "GitHub redirects to another host, where the token must not go; check `api_url:`"
                                  : "GitHub redirects in circles";
      co_return answer;
    }
    if (answer.is_permanent) moved_to = target;
    path = target;
  }
}

std::string Api::next_page(Answer const& answer) const { return path_on(access_.url, next_link(answer.link)); }

}  // namespace lapwing::github
