// SPDX-License-Identifier: Apache-2.0
// The fake GitHub (tests/fake_github) as a child process: its controls, and a client for it.
#pragma once

#include "e2e/process.hpp"
#include "io/beast_client.hpp"
#include "support/folder.hpp"

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lapwing::test {

/// How to ask for something.
struct Wish {
  std::string token = "good-token";  ///< "" for none
  std::vector<Header> headers{};
  std::string user_agent = "a-test";
  Duration deadline = std::chrono::seconds{15};
};

/// While it lives, this process trusts its CA. One after the other, not two at once.
class FakeGithub {
 public:
  /// As many days from 2026-11-02 on; it is the first instant of them until `set_now`.
  explicit FakeGithub(int days = 14);
  FakeGithub(FakeGithub const&) = delete;
  FakeGithub& operator=(FakeGithub const&) = delete;
  ~FakeGithub();

  /// https://127.0.0.1:port + path.
  std::string url(std::string_view path = "") const { return "https://127.0.0.1:" + port_ + std::string(path); }
  std::string ca_file() const { return folder_.path("ca.pem"); }
  Process& process() { return *process_; }

  /// GET of a target, or of a URL as in a Link header.
  Result<HttpResponse> try_get(std::string const& target, Wish const& wish);
  /// Fails the test where there is no answer.
  HttpResponse get(std::string const& target, Wish const& wish = {});

  void set_now(TimePoint now);
  void set(nlohmann::json const& settings) { control("/_test/set", settings); }
  void add_fault(nlohmann::json const& fault) { control("/_test/fault", fault); }
  void clear() { control("/_test/clear", nlohmann::json::object()); }
  nlohmann::json requests();

 private:
  void control(std::string const& target, nlohmann::json const& body);
  Result<HttpResponse> send(HttpRequest request, std::string const& user_agent);

  Folder folder_;
  std::unique_ptr<Process> process_;
  std::string port_;
  std::optional<std::string> trusted_before_;
  boost::asio::io_context loop_{1};
  std::optional<BeastClient> client_;
  std::string client_is_;  // its User-Agent
};

inline constexpr std::string_view kGithubRepository = "/repos/acme/price-model";

}  // namespace lapwing::test
