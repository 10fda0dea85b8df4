// SPDX-License-Identifier: Apache-2.0
#include "e2e/fake_github.hpp"

#include "support/loop.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>

namespace lapwing::test {

FakeGithub::FakeGithub(int days) {
  process_ =
      std::make_unique<Process>(FAKE_GITHUB_BINARY, std::vector<std::string>{folder_.path(), std::to_string(days)},
                                std::map<std::string, std::string>{});
  if (!process_->wait_for_output("ca.pem\n")) throw std::runtime_error("fake_github: " + process_->output());
  auto const line = process_->output();
  port_ = line.substr(5, line.find(' ') - 5);
  if (char const* const before = std::getenv("SSL_CERT_FILE")) trusted_before_ = before;
  ::setenv("SSL_CERT_FILE", ca_file().c_str(), 1);
}

FakeGithub::~FakeGithub() {
  if (trusted_before_)
    ::setenv("SSL_CERT_FILE", trusted_before_->c_str(), 1);
  else
    ::unsetenv("SSL_CERT_FILE");
}

Result<HttpResponse> FakeGithub::send(HttpRequest request, std::string const& user_agent) {
  request.max_body_bytes = 8 << 20;
  if (!client_ || client_is_ != user_agent) {
    client_.emplace(loop_.get_executor(), BeastClient::Options{user_agent, [](std::string const&) { return ""; }});
    client_is_ = user_agent;
  }
  return run_on(loop_, client_->send(std::move(request)));
}

Result<HttpResponse> FakeGithub::try_get(std::string const& target, Wish const& wish) {
  HttpRequest request;
  request.url = Secret(target.starts_with("https://") ? target : url(target));
  request.headers = wish.headers;
  if (!wish.token.empty()) request.bearer = Secret(wish.token);
  request.deadline = wish.deadline;
  return send(std::move(request), wish.user_agent);
}

HttpResponse FakeGithub::get(std::string const& target, Wish const& wish) {
  auto answer = try_get(target, wish);
  if (answer) return *std::move(answer);
  ADD_FAILURE() << target << ": " << answer.error().message;
  return {};
}

void FakeGithub::set_now(TimePoint now) { control("/_test/now", {{"now", format_utc(now)}}); }

nlohmann::json FakeGithub::requests() { return nlohmann::json::parse(get("/_test/requests").body); }

void FakeGithub::control(std::string const& target, nlohmann::json const& body) {
  HttpRequest request;
  request.method = Method::post;
  request.url = Secret(url(target));
  request.body = body.dump();
  auto const answer = send(std::move(request), "a-test");
  if (!answer) throw std::runtime_error("fake_github: " + answer.error().message);
  if (answer->status != 200) throw std::runtime_error("fake_github: " + answer->body);
}

}  // namespace lapwing::test
