// SPDX-License-Identifier: Apache-2.0
// The page, the metrics and the API of the real program on a real port; and a real Prometheus, where there is one.
#include "e2e/control_process.hpp"
#include "support/raw_client.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class WebProcess : public ControlProcess {
 protected:
  std::uint16_t port = 0;

  void serve() {
    project.more = "http: 127.0.0.1:0\n";
    config = project.configure(kAlerts);
    start();
    port = port_of(daemon->output());
  }

  /// Of the last line that tells it.
  static std::uint16_t port_of(std::string const& log) {
    auto const at = log.rfind(" port=");
    return at == log.npos ? std::uint16_t(0) : std::uint16_t(std::stoi(log.substr(at + 6)));
  }

  std::string ask(std::string const& line, std::string const& headers = "") const {
    auto client = RawClient::over_loopback(port);
    client.send(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
    return client.read_to_end();
  }
};

std::string body_of(std::string const& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

TEST_F(WebProcess, ThePageTheMetricsAndTheApiAreServedToThoseWhoLook) {
  serve();
  auto const page = ask("GET /");
  EXPECT_THAT(page, AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("Content-Type: text/html; charset=utf-8\r\n"),
                          HasSubstr("X-Frame-Options: DENY\r\n"), HasSubstr("<h1>Status</h1>"), HasSubstr("models")));
  auto const head = ask("HEAD /");
  EXPECT_THAT(head, AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("Content-Length: ")));
  EXPECT_EQ(body_of(head), "");
  EXPECT_THAT(ask("POST /", "Content-Length: 0\r\n"),
              AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("Allow: GET, HEAD\r\n")));
  EXPECT_THAT(ask("POST /v1/reload", "Content-Length: 0\r\n"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(ask("GET /metrics"), AllOf(HasSubstr("lapwing_model_accuracy_ratio{model=\"models\"} 0.7\n"),
                                         HasSubstr("lapwing_polls_total{poller=\"models\",result=\"success\"} ")));
  for (auto const* const path : {"status", "alerts", "pollers", "outbox", "series", "reports", "reports/weekly",
                                 "samples?metric=model.accuracy&since=3650d"})
    EXPECT_TRUE(nlohmann::json::accept(body_of(ask(std::string("GET /api/v1/") + path)))) << path;
  EXPECT_THAT(ask("GET /readyz"), HasSubstr("\"ready\":true"));
  auto other = RawClient::over_loopback(port);
  other.send("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(other.read_to_end(), StartsWith("HTTP/1.1 421 "));
}

TEST_F(WebProcess, ClientsThatAreSlowOrManyDelayNoPoll) {
  serve();
  std::vector<RawClient> slow;
  for (int i = 0; i < 40; ++i) {
    slow.push_back(RawClient::over_loopback(port));
    slow.back().send("GET / HTTP/1.1\r\nHo");
  }
  for (int i = 0; i < 10; ++i) {
    slow.push_back(RawClient::over_loopback(port));
    slow.back().send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");  // and never reads
  }
  auto const polled = command({"poll", "models"});
  EXPECT_EQ(polled.exit_code, 0) << polled.output;
}

TEST_F(WebProcess, AReloadMovesItAndAnAddressInUseIsSaid) {
  serve();
  auto const first = port;
  int const taken = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(taken, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(taken, 1), 0);
  socklen_t size = sizeof address;
  ::getsockname(taken, reinterpret_cast<sockaddr*>(&address), &size);
  auto const where = "127.0.0.1:" + std::to_string(::ntohs(address.sin_port));
  project.more = "http: " + where + "\n";
  project.configure(kAlerts);
  EXPECT_EQ(command({"reload"}).exit_code, 0);
  EXPECT_TRUE(daemon->wait_for_output("no status page error=\"can not listen at " + where)) << daemon->output();
  EXPECT_EQ(command({"poll", "models"}).exit_code, 0) << "it watches all the same";
  ::close(taken);
  EXPECT_EQ(command({"reload"}).exit_code, 0);
  EXPECT_TRUE(daemon->wait_for_output("status page address=127.0.0.1 port=" + where.substr(where.find(':') + 1)));
  port = ::ntohs(address.sin_port);
  EXPECT_THAT(ask("GET /healthz"), StartsWith("HTTP/1.1 200 "));
  EXPECT_NE(port, first);
}

TEST_F(WebProcess, WhatOthersCanReachNeedsAToken) {
  project.more = "http: 0.0.0.0:0\n";
  config = project.configure(kAlerts);
  auto const checked = command({"check"});
  EXPECT_EQ(checked.exit_code, 1);
  EXPECT_THAT(checked.output, AllOf(HasSubstr("lapwing.yaml:"), HasSubstr("it needs `http_token`")));
  project.more = "http: 127.0.0.1:0\nhttp_token: \"${env:TEST_TOKEN}\"\n";
  config = project.configure(kAlerts);
  auto environment = project.environment();
  environment["TEST_TOKEN"] = "a-marked-token-of-ours";
  daemon.emplace(std::vector<std::string>{"run", "--config", config}, environment);
  ASSERT_TRUE(daemon->wait_for_output(" token=needed")) << daemon->output();
  port = port_of(daemon->output());
  EXPECT_THAT(ask("GET /"), AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("WWW-Authenticate: Basic")));
  EXPECT_THAT(ask("GET /", "Authorization: Bearer a-marked-token-of-ours\r\n"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(daemon->output(), Not(HasSubstr("a-marked-token")));
}

TEST_F(WebProcess, NoSecretLeavesWhileAChannelFails) {
  project.discord_status = 500;
  project.train("2026-03-02T02:00:00Z", 0.40);
  serve();
  auto const fails = [this] {
    auto const text = ask("GET /metrics");
    constexpr std::string_view name = "lapwing_channel_failures{channel=\"team\"} ";
    auto const at = text.find(name);
    return at != text.npos && text[at + name.size()] != '0';
  };
  ASSERT_TRUE(wait_until(fails)) << ask("GET /metrics");
  for (auto const* const path :
       {"/", "/metrics", "/readyz", "/reports/daily", "/reports/weekly", "/reports/monthly", "/api/v1/status",
        "/api/v1/alerts", "/api/v1/pollers", "/api/v1/outbox", "/api/v1/series", "/api/v1/reports/daily"}) {
    auto const answer = ask(std::string("GET ") + path);
    EXPECT_THAT(answer,
                AllOf(StartsWith("HTTP/1.1 200 "), Not(HasSubstr("discord-token")), Not(HasSubstr("slack-secret"))))
        << path;
  }
}

TEST_F(WebProcess, ARealPrometheusScrapesIt) {
  if (std::system("prometheus --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "there is no prometheus";
  serve();
  Folder const folder;
  auto const file = folder.write("prometheus.yml",
                                 "scrape_configs:\n  - {job_name: lapwing, scrape_interval: 1s, static_configs: "
                                 "[{targets: ['127.0.0.1:" +
                                     std::to_string(port) +
                                     "']}]}\n"
                                     "rule_files: [" LAPWING_SOURCE_DIR "/systemd/prometheus/lapwing-alerts.yml]\n");
  int const free = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(free, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  socklen_t size = sizeof address;
  ::getsockname(free, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(free);
  auto const own = ::ntohs(address.sin_port);
  Process prometheus("/usr/bin/env",
                     {"prometheus", "--config.file=" + file, "--storage.tsdb.path=" + folder.path("data"),
                      "--web.listen-address=127.0.0.1:" + std::to_string(own)},
                     {});
  ASSERT_TRUE(prometheus.wait_for_output("Server is ready to receive web requests")) << prometheus.output();
  auto const query = [&](std::string const& expression) {
    auto client = RawClient::over_loopback(own);
    client.send("GET /api/v1/query?query=" + expression + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    return client.read_to_end();
  };
  EXPECT_TRUE(wait_until([&] { return query("up").find("\"1\"]") != std::string::npos; })) << query("up");
  EXPECT_THAT(query("lapwing_model_accuracy_ratio"), HasSubstr("\"0.7\"]"));
  EXPECT_THAT(query("lapwing_polls_total"), HasSubstr("\"poller\":\"models\""));
}

}  // namespace
}  // namespace lapwing::test
