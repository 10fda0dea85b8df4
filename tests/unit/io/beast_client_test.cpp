// SPDX-License-Identifier: Apache-2.0
// The client against a real server on loopback: what must work, and every way in which servers break.
#include "io/beast_client.hpp"

#include "io/task_group.hpp"
#include "support/folder.hpp"
#include "support/loop.hpp"
#include "support/loopback_sink.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <sys/socket.h>

#include <netinet/in.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lapwing {
namespace {

using namespace std::chrono_literals;
using test::LoopbackSink;
using Answer = LoopbackSink::Answer;
using Fault = Answer::Fault;
using Ending = Answer::Ending;
using Framing = Answer::Framing;
namespace asio = boost::asio;

/// What a webhook's path must never leave: an error text.
constexpr char const* kSecretPath = "/services/T0/B0/hunter2";

LoopbackSink::Script always(Answer answer) {
  return [answer](LoopbackSink::Request const&) { return answer; };
}

Answer text(std::string body) {
  Answer answer;
  answer.body = std::move(body);
  return answer;
}

Answer broken(Fault fault, std::string body = "0123456789") {
  auto answer = text(std::move(body));
  answer.fault = fault;
  return answer;
}

/// A port of loopback on which nobody listens.
std::string closed_port() {
  int const probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(probe, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(probe);
  return std::to_string(::ntohs(address.sin_port));
}

/// Lets OpenSSL trust one CA (or, with "", none) for the clients made meanwhile.
class Trust {
 public:
  explicit Trust(std::string const& ca_pem) {
    auto const file = folder_.write("ca.pem", ca_pem);
    set("SSL_CERT_FILE", file);
    set("SSL_CERT_DIR", folder_.path());
  }
  ~Trust() {
    for (auto const& [name, value] : before_) {
      if (value) {
        ::setenv(name.c_str(), value->c_str(), 1);
      } else {
        ::unsetenv(name.c_str());
      }
    }
  }

 private:
  void set(std::string const& name, std::string const& value) {
    char const* const old = std::getenv(name.c_str());
    before_[name] = old == nullptr ? std::nullopt : std::optional<std::string>(old);
    ::setenv(name.c_str(), value.c_str(), 1);
  }
  test::Folder folder_;
  std::map<std::string, std::optional<std::string>> before_;
};

struct BeastClientTest : testing::Test {
  asio::io_context loop{1};
  std::map<std::string, std::string> environment;
  std::map<std::string, Addresses> names{{"hooks.lapwing.test", {"127.0.0.1"}}};
  BeastClient client{loop.get_executor(), options()};

  BeastClient::Options options() {
    return {.user_agent = "Lapwing/test",
            .getenv = [this](std::string const& name) { return environment.contains(name) ? environment[name] : ""; },
            .lookup =
                [this](std::string const& host) {
                  if (names.contains(host)) return Result<Addresses>(names.at(host));
                  return Result<Addresses>(Error{ErrorKind::unreachable, "no such host " + host + ": nobody knows it"});
                }};
  }

  static HttpRequest a_get(std::string url, Duration deadline = 10s) {
    HttpRequest request;
    request.url = Secret(std::move(url));
    request.deadline = deadline;
    return request;
  }

  Result<HttpResponse> send(HttpRequest request) { return test::run_on(loop, client.send(std::move(request))); }
  Result<HttpResponse> get(std::string url, Duration deadline = 10s) { return send(a_get(std::move(url), deadline)); }

  /// The error of a request that must fail. No error may show the path of a URL.
  Error failure(HttpRequest request) {
    auto const answer = send(std::move(request));
    if (answer) {
      ADD_FAILURE() << "answered " << answer->status;
      return Error{ErrorKind::invalid, ""};
    }
    EXPECT_EQ(answer.error().message.find("hunter2"), std::string::npos) << answer.error().message;
    return answer.error();
  }
  Error failure(std::string const& url, Duration deadline = 10s) { return failure(a_get(url, deadline)); }
};

#define EXPECT_HOLDS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

// --- Messages ------------------------------------------------------------------------------------------------------

TEST_F(BeastClientTest, SendsWhatWasAskedAndReturnsTheWholeAnswer) {
  auto answer = text("{\"ok\":true}");
  answer.status = 201;
  answer.headers = {{"Content-Type", "application/json"}, {"X-RateLimit-Remaining", "4"}};
  LoopbackSink const sink(always(answer));
  HttpRequest request;
  request.method = Method::post;
  request.url = Secret(sink.url("/hook?wait=true"));
  request.headers = {{"Content-Type", "application/json"}, {"X-Note", "na\xc3\xafve"}};
  request.bearer = Secret("ghp_secret");
  request.body = R"({"content":"hello"})";

  auto const response = send(request);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 201);
  EXPECT_EQ(response->body, "{\"ok\":true}");
  EXPECT_EQ(response->header("x-ratelimit-remaining"), "4");

  auto const seen = sink.requests();
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].method, "POST");
  EXPECT_EQ(seen[0].target, "/hook?wait=true");
  EXPECT_EQ(seen[0].body, R"({"content":"hello"})");
  EXPECT_EQ(seen[0].header("Host"), "127.0.0.1:" + sink.port());
  EXPECT_EQ(seen[0].header("User-Agent"), "Lapwing/test");
  EXPECT_EQ(seen[0].header("Accept-Encoding"), "identity");
  EXPECT_EQ(seen[0].header("Authorization"), "Bearer ghp_secret");
  EXPECT_EQ(seen[0].header("Content-Type"), "application/json");
  EXPECT_EQ(seen[0].header("X-Note"), "na\xc3\xafve");
}

TEST_F(BeastClientTest, EmptyPostHasALengthAndAGetHasNone) {
  LoopbackSink const sink(always(text("")));
  HttpRequest post;
  post.method = Method::post;
  post.url = Secret(sink.url("/"));
  ASSERT_TRUE(send(post));
  ASSERT_TRUE(get(sink.url("/")));
  EXPECT_EQ(sink.requests()[0].header("Content-Length"), "0");
  EXPECT_EQ(sink.requests()[1].header("Content-Length"), "");
}

TEST_F(BeastClientTest, LargeBodiesGoBothWays) {
  std::string const large(900'000, 'x');
  LoopbackSink const sink([](LoopbackSink::Request const& request) { return text(request.body); });
  HttpRequest request;
  request.method = Method::put;
  request.url = Secret(sink.url("/"));
  request.body = large;
  auto const response = send(request);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, large);
}

TEST_F(BeastClientTest, EveryStatusIsAResponseAndNoRedirectIsFollowed) {
  LoopbackSink const sink([](LoopbackSink::Request const& request) {
    auto answer = text("");
    answer.status = std::stoi(request.target.substr(1));
    answer.headers = {{"Location", "/elsewhere"}};
    return answer;
  });
  for (int const status : {204, 301, 302, 307, 304, 404, 429, 500, 503}) {
    auto const response = get(sink.url("/" + std::to_string(status)));
    ASSERT_TRUE(response) << status << " " << response.error().message;
    EXPECT_EQ(response->status, status);
    EXPECT_EQ(response->header("Location"), "/elsewhere");
  }
  EXPECT_EQ(sink.requests().size(), 9u);
}

TEST_F(BeastClientTest, HeadHasNoBodyWhateverItsLength) {
  LoopbackSink const sink(always(text("ignored")));
  auto request = a_get(sink.url("/"));
  request.method = Method::head;
  for (int i = 0; i < 2; ++i) {
    auto const response = send(request);
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, "");
    EXPECT_EQ(response->header("content-length"), "7");
  }
  EXPECT_EQ(sink.connections(), 1);
}

TEST_F(BeastClientTest, ChunkedAnswerIsPutTogether) {
  auto answer = text("a body that is longer than one chunk");
  answer.framing = Framing::chunked;
  LoopbackSink const sink(always(answer));
  auto const response = get(sink.url("/"));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, answer.body);
}

TEST_F(BeastClientTest, AnswerWithoutLengthEndsWithTheConnection) {
  auto answer = text("until the end");
  answer.framing = Framing::until_close;
  answer.ending = Ending::fin;
  LoopbackSink const sink(always(answer));
  auto const response = get(sink.url("/"));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "until the end");
}

TEST_F(BeastClientTest, InterimAnswersArePassedOver) {
  auto answer = text("the real one");
  answer.interim = 2;
  LoopbackSink const sink(always(answer));
  auto const response = get(sink.url("/"));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "the real one");
}

TEST_F(BeastClientTest, NothingIsSentThatCouldForgeAHeader) {
  LoopbackSink const sink(always(text("")));
  std::vector<HttpRequest> requests(6, a_get(sink.url("/")));
  requests[0].headers = {{"X-Note", "a\r\nX-Injected: 1"}};
  requests[1].headers = {{"X-Note\r\nX-Injected", "1"}};
  requests[2].headers = {{"X-Note", std::string("a\0b", 3)}};
  requests[3].bearer = Secret("hunter2\n");
  requests[4].url = Secret(sink.url("/\r\nX-Injected: hunter2"));
  requests[5].headers = {{"Host", "elsewhere"}};
  for (auto const& request : requests) EXPECT_EQ(failure(request).kind, ErrorKind::invalid);
  EXPECT_EQ(sink.connections(), 0);
}

TEST_F(BeastClientTest, UnusableUrlIsRefusedWithoutShowingIt) {
  auto const error = failure("htps://hooks.slack.com/services/hunter2");
  EXPECT_EQ(error.kind, ErrorKind::invalid);
  EXPECT_HOLDS(error.message, "not of the form");
}

// --- Caps and deadlines --------------------------------------------------------------------------------------------

TEST_F(BeastClientTest, BodyOverTheCapIsRefusedHoweverItIsFramed) {
  for (auto const framing : {Framing::length, Framing::chunked, Framing::until_close}) {
    auto answer = text(std::string(5000, 'x'));
    answer.framing = framing;
    answer.ending = Ending::fin;
    LoopbackSink const sink(always(answer));
    auto request = a_get(sink.url(kSecretPath));
    request.max_body_bytes = 5000;
    EXPECT_TRUE(send(request));
    request.max_body_bytes = 4096;
    auto const error = failure(request);
    EXPECT_EQ(error.kind, ErrorKind::too_large);
    EXPECT_EQ(error.message, "the answer of 127.0.0.1 is larger than 4 KiB");
  }
}

TEST_F(BeastClientTest, EndlessBodyIsCutAtTheCap) {
  auto answer = broken(Fault::endless_body);
  answer.framing = Framing::until_close;
  LoopbackSink const sink(always(answer));
  auto const error = failure(sink.url(kSecretPath));
  EXPECT_EQ(error.message, "the answer of 127.0.0.1 is larger than 1 MiB");
}

TEST_F(BeastClientTest, HeadersUpTo16KiBAreTaken) {
  auto answer = text("fine");
  answer.headers = {{"X-Large", std::string(15'000, 'x')}};
  LoopbackSink const sink(always(answer));
  EXPECT_TRUE(get(sink.url("/")));
  answer.headers = {{"X-Large", std::string(20'000, 'x')}};
  LoopbackSink const larger(always(answer));
  auto const error = failure(larger.url(kSecretPath));
  EXPECT_EQ(error.kind, ErrorKind::too_large);
  EXPECT_HOLDS(error.message, "larger than 16 KiB");
}

TEST_F(BeastClientTest, SilentServerIsGivenUpAtTheDeadline) {
  LoopbackSink const sink(always(broken(Fault::silence)));
  auto const begin = steady_now();
  auto const error = failure(sink.url(kSecretPath), 100ms);
  EXPECT_EQ(error.kind, ErrorKind::timed_out);
  EXPECT_EQ(error.message, "127.0.0.1 did not answer within 100ms");
  EXPECT_GE(steady_now() - begin, 100ms);
  EXPECT_LT(steady_now() - begin, 5s);
  EXPECT_TRUE(sink.wait_for_closed_connections(1));
}

TEST_F(BeastClientTest, TricklingServerIsGivenUpAtTheDeadlineOfTheWholeRequest) {
  auto answer = broken(Fault::trickle, std::string(1000, 'x'));
  answer.interval = 10ms;
  LoopbackSink const sink(always(answer));
  auto const begin = steady_now();
  EXPECT_EQ(failure(sink.url(kSecretPath), 150ms).kind, ErrorKind::timed_out);
  EXPECT_LT(steady_now() - begin, 5s);
}

TEST_F(BeastClientTest, EndlessInterimAnswersDoNotOutrunTheDeadline) {
  auto answer = text("");
  answer.interim = 200'000;
  LoopbackSink const sink(always(answer));
  EXPECT_EQ(failure(sink.url(kSecretPath), 30ms).kind, ErrorKind::timed_out);
}

// --- Connections that break ----------------------------------------------------------------------------------------

TEST_F(BeastClientTest, RefusedConnectionNamesTheHost) {
  auto const error = failure("http://127.0.0.1:" + closed_port() + kSecretPath);
  EXPECT_EQ(error.kind, ErrorKind::unreachable);
  EXPECT_EQ(error.message, "127.0.0.1 refused the connection");
}

TEST_F(BeastClientTest, UnknownHostIsNamed) {
  auto const error = failure("https://nobody.lapwing.test" + std::string(kSecretPath));
  EXPECT_EQ(error.kind, ErrorKind::unreachable);
  EXPECT_EQ(error.message, "no such host nobody.lapwing.test: nobody knows it");
}

TEST_F(BeastClientTest, AddressesAreTriedInTurn) {
  LoopbackSink const sink(always(text("reached")));
  names["hooks.lapwing.test"] = {"::1", "127.0.0.2", "127.0.0.1"};
  auto const response = get("http://hooks.lapwing.test:" + sink.port() + "/");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(sink.requests()[0].header("Host"), "hooks.lapwing.test:" + sink.port());
}

TEST_F(BeastClientTest, AnswerThatBreaksOffIsNoAnswer) {
  for (auto const framing : {Framing::length, Framing::chunked}) {
    auto answer = broken(Fault::close_in_body);
    answer.framing = framing;
    LoopbackSink const sink(always(answer));
    auto const error = failure(sink.url(kSecretPath));
    EXPECT_EQ(error.kind, ErrorKind::unreachable);
    EXPECT_EQ(error.message, "127.0.0.1 closed the connection in the middle of its answer");
    EXPECT_EQ(sink.connections(), 1);
  }
}

TEST_F(BeastClientTest, FreshConnectionThatDiesIsNotTriedAgain) {
  LoopbackSink const sink(always(broken(Fault::close_before)));
  auto const error = failure(sink.url(kSecretPath));
  EXPECT_EQ(error.message, "127.0.0.1 closed the connection without an answer");
  EXPECT_EQ(sink.connections(), 1);
}

TEST_F(BeastClientTest, ServerThatSpeaksSomethingElseIsNamed) {
  auto answer = text("");
  answer.headers = {{"Bad Header", "x"}};
  LoopbackSink const sink(always(answer));
  auto const error = failure(sink.url(kSecretPath));
  EXPECT_EQ(error.kind, ErrorKind::unreachable);
  EXPECT_HOLDS(error.message, "the answer of 127.0.0.1 is not HTTP");
}

// --- TLS -----------------------------------------------------------------------------------------------------------

struct TlsTest : BeastClientTest {
  /// A server with that certificate, and a client that trusts its CA.
  LoopbackSink& serve(test::CertificateWish const& wish, LoopbackSink::Script script = always(text("secure"))) {
    auto const certificate = test::make_certificate(wish);
    trust.emplace(certificate.ca_pem);
    return sink.emplace(std::move(script), LoopbackSink::Options{.certificate = certificate});
  }
  std::string hook_url() const { return "https://hooks.lapwing.test:" + sink->port() + kSecretPath; }

  std::optional<Trust> trust;
  std::optional<LoopbackSink> sink;
};

TEST_F(TlsTest, HostWithACertificateOfATrustedCaIsReached) {
  serve({.hosts = {"hooks.lapwing.test"}, .addresses = {}});
  auto const response = get(hook_url());
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "secure");
}

TEST_F(TlsTest, WildcardOfOneLabelFits) {
  serve({.hosts = {"*.lapwing.test"}, .addresses = {}});
  EXPECT_TRUE(get(hook_url()));
}

TEST_F(TlsTest, AddressInTheCertificateFitsAnAddressInTheUrl) {
  auto const& server = serve({.hosts = {}, .addresses = {"127.0.0.1"}});
  EXPECT_TRUE(get(server.url(kSecretPath)));
}

TEST_F(TlsTest, CertificateOfAnotherHostIsRefused) {
  serve({.hosts = {"other.lapwing.test"}, .addresses = {"127.0.0.1"}});
  auto const error = failure(hook_url());
  EXPECT_EQ(error.kind, ErrorKind::unreachable);
  EXPECT_EQ(error.message, "certificate of hooks.lapwing.test is for another host (hostname mismatch)");
  EXPECT_TRUE(sink->requests().empty());
}

TEST_F(TlsTest, CertificateOfAnotherAddressIsRefused) {
  auto const& server = serve({.hosts = {"127.0.0.1"}, .addresses = {"127.0.0.9"}});
  EXPECT_HOLDS(failure(server.url(kSecretPath)).message, "certificate of 127.0.0.1 is for another host");
}

TEST_F(TlsTest, UnknownCaIsRefusedWithTheRemedy) {
  serve({.hosts = {"hooks.lapwing.test"}});
  trust.reset();
  trust.emplace(test::make_certificate().ca_pem);
  EXPECT_EQ(failure(hook_url()).message,
            "certificate of hooks.lapwing.test is not trusted (unable to get local issuer certificate); is the package "
            "ca-certificates installed, or does SSL_CERT_FILE point elsewhere?");
}

TEST_F(TlsTest, MissingCaStoreIsRefusedWithTheSameRemedy) {
  serve({.hosts = {"hooks.lapwing.test"}});
  trust.reset();
  trust.emplace("");
  EXPECT_HOLDS(failure(hook_url()).message, "ca-certificates");
}

TEST_F(TlsTest, ExpiredCertificateIsRefused) {
  serve({.hosts = {"hooks.lapwing.test"}, .is_expired = true});
  EXPECT_HOLDS(failure(hook_url()).message, "certificate has expired");
}

TEST_F(TlsTest, OldProtocolIsRefused) {
  auto const certificate = test::make_certificate({.hosts = {"hooks.lapwing.test"}});
  trust.emplace(certificate.ca_pem);
  sink.emplace(always(text("")), LoopbackSink::Options{.certificate = certificate, .is_limited_to_tls_1_1 = true});
  auto const error = failure(hook_url());
  EXPECT_EQ(error.kind, ErrorKind::unreachable);
  EXPECT_HOLDS(error.message, "the TLS handshake with hooks.lapwing.test failed");
  EXPECT_TRUE(sink->requests().empty());
}

TEST_F(TlsTest, PlainServerBehindAnHttpsUrlIsNamed) {
  LoopbackSink const plain(always(text("")));
  EXPECT_HOLDS(failure("https://127.0.0.1:" + plain.port() + kSecretPath, 500ms).message, "127.0.0.1");
}

TEST_F(TlsTest, AnswerCutOffWithoutCloseNotifyIsNoAnswer) {
  auto answer = text("until the end");
  answer.framing = Framing::until_close;
  answer.ending = Ending::fin;
  serve({.hosts = {"hooks.lapwing.test"}}, always(answer));
  EXPECT_HOLDS(failure(hook_url()).message, "closed the connection in the middle of its answer");
}

// --- Keep-alive ----------------------------------------------------------------------------------------------------

TEST_F(TlsTest, TwoRequestsShareOneConnection) {
  serve({.hosts = {"hooks.lapwing.test"}});
  EXPECT_TRUE(get(hook_url()));
  EXPECT_TRUE(get(hook_url()));
  EXPECT_EQ(sink->requests().size(), 2u);
  EXPECT_EQ(sink->connections(), 1);
}

TEST_F(TlsTest, PeerThatLeftMeanwhileIsNoticedBeforeTheNextRequest) {
  for (auto const ending : {Ending::close_notify, Ending::fin, Ending::reset}) {
    auto answer = text("fine");
    answer.ending = ending;
    BeastClient fresh(loop.get_executor(), options());
    serve({.hosts = {"hooks.lapwing.test"}}, always(answer));
    for (int i = 1; i <= 2; ++i) {
      auto const response = test::run_on(loop, fresh.send(a_get(hook_url())));
      ASSERT_TRUE(response) << response.error().message;
      ASSERT_TRUE(sink->wait_for_closed_connections(i));
    }
    EXPECT_EQ(sink->requests().size(), 2u);
    EXPECT_EQ(sink->connections(), 2);
  }
}

TEST_F(BeastClientTest, OneHostsConnectionIsNotAnothers) {
  LoopbackSink const sink(always(text("fine")));
  EXPECT_TRUE(get(sink.url("/")));
  EXPECT_TRUE(get("http://hooks.lapwing.test:" + sink.port() + "/"));
  EXPECT_TRUE(get(sink.url("/")));
  EXPECT_EQ(sink.connections(), 2);
}

TEST_F(BeastClientTest, AnswerThatSaysCloseEndsTheConnection) {
  auto answer = text("fine");
  answer.headers = {{"Connection", "close"}};
  LoopbackSink const sink(always(answer));
  EXPECT_TRUE(get(sink.url("/")));
  EXPECT_TRUE(get(sink.url("/")));
  EXPECT_EQ(sink.connections(), 2);
}

TEST_F(BeastClientTest, ReusedConnectionThatDiesBeforeTheAnswerIsReplacedOnce) {
  LoopbackSink const sink([](LoopbackSink::Request const& request) {
    return request.connection == 1 && request.target == "/second" ? broken(Fault::close_before) : text("fine");
  });
  EXPECT_TRUE(get(sink.url("/first")));
  auto const response = get(sink.url("/second"));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "fine");
  EXPECT_EQ(sink.requests().size(), 3u);
  EXPECT_EQ(sink.connections(), 2);
}

TEST_F(BeastClientTest, SecondFailureIsNotTriedAgain) {
  LoopbackSink const sink([](LoopbackSink::Request const& request) {
    return request.target == "/first" ? text("fine") : broken(Fault::close_before);
  });
  EXPECT_TRUE(get(sink.url("/first")));
  EXPECT_EQ(failure(sink.url(kSecretPath)).message, "127.0.0.1 closed the connection without an answer");
  EXPECT_EQ(sink.requests().size(), 3u);
  EXPECT_EQ(sink.connections(), 2);
}

TEST_F(BeastClientTest, ReusedConnectionThatDiesWithinTheAnswerIsAFailure) {
  LoopbackSink const sink([](LoopbackSink::Request const& request) {
    return request.target == "/first" ? text("fine") : broken(Fault::close_in_body);
  });
  EXPECT_TRUE(get(sink.url("/first")));
  EXPECT_HOLDS(failure(sink.url(kSecretPath)).message, "in the middle of its answer");
  EXPECT_EQ(sink.requests().size(), 2u);
}

TEST_F(BeastClientTest, SilenceOnAReusedConnectionIsATimeoutAndNotTriedAgain) {
  LoopbackSink const sink([](LoopbackSink::Request const& request) {
    return request.target == "/first" ? text("fine") : broken(Fault::silence);
  });
  EXPECT_TRUE(get(sink.url("/first")));
  EXPECT_EQ(failure(sink.url(kSecretPath), 50ms).kind, ErrorKind::timed_out);
  EXPECT_EQ(sink.requests().size(), 2u);
}

// --- Proxies -------------------------------------------------------------------------------------------------------

struct ProxyTest : TlsTest {
  /// A proxy that is also the host behind it; answers a CONNECT with that status.
  void serve_behind_proxy(int connect_status) {
    auto const certificate = test::make_certificate({.hosts = {"behind.lapwing.test"}, .addresses = {}});
    trust.emplace(certificate.ca_pem);
    auto script = [connect_status](LoopbackSink::Request const& request) {
      auto answer = text(request.method == "CONNECT" ? "" : "behind");
      if (request.method == "CONNECT") answer.status = connect_status;
      return answer;
    };
    sink.emplace(script, LoopbackSink::Options{.certificate = certificate, .is_proxy = true});
  }
  std::string const url = "https://behind.lapwing.test" + std::string(kSecretPath);
};

TEST_F(ProxyTest, HostIsReachedThroughATunnelWithoutLocalDns) {
  serve_behind_proxy(200);
  environment["HTTPS_PROXY"] = "http://127.0.0.1:" + sink->port();
  for (int i = 0; i < 2; ++i) {
    auto const response = get(url);
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, "behind");
  }
  auto const seen = sink->requests();
  ASSERT_EQ(seen.size(), 3u);  // the tunnel is kept for the second request
  EXPECT_EQ(seen[0].method, "CONNECT");
  EXPECT_EQ(seen[0].target, "behind.lapwing.test:443");
  EXPECT_EQ(seen[0].header("Host"), "behind.lapwing.test:443");
  EXPECT_EQ(seen[0].header("Proxy-Authorization"), "");
  EXPECT_EQ(seen[1].target, kSecretPath);
  EXPECT_EQ(seen[1].header("Host"), "behind.lapwing.test");
}

TEST_F(ProxyTest, CredentialsGoToTheProxyAlone) {
  serve_behind_proxy(200);
  environment["https_proxy"] = "http://user:hunter2@127.0.0.1:" + sink->port();
  ASSERT_TRUE(get(url));
  EXPECT_EQ(sink->requests()[0].header("Proxy-Authorization"), "Basic dXNlcjpodW50ZXIy");
  EXPECT_EQ(sink->requests()[1].header("Proxy-Authorization"), "");
}

TEST_F(ProxyTest, RefusalsOfTheProxyNameIt) {
  serve_behind_proxy(407);
  environment["HTTPS_PROXY"] = "http://127.0.0.1:" + sink->port();
  EXPECT_HOLDS(failure(url).message, "the proxy 127.0.0.1 wants other credentials");
  serve_behind_proxy(403);
  environment["HTTPS_PROXY"] = "http://127.0.0.1:" + sink->port();
  EXPECT_EQ(failure(url).message, "the proxy 127.0.0.1 refused a tunnel to behind.lapwing.test (status 403)");
  environment["HTTPS_PROXY"] = "http://127.0.0.1:" + closed_port();
  EXPECT_EQ(failure(url).message, "the proxy 127.0.0.1 refused the connection");
}

TEST_F(ProxyTest, ExemptHostIsReachedDirectly) {
  LoopbackSink const direct(always(text("direct")));
  environment["HTTP_PROXY"] = "http://127.0.0.1:" + closed_port();
  environment["NO_PROXY"] = "lapwing.test";
  auto const response = get("http://hooks.lapwing.test:" + direct.port() + "/");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "direct");
}

TEST_F(ProxyTest, UnusableProxyIsAnErrorOfItsOwn) {
  environment["HTTPS_PROXY"] = "https://user:hunter2@proxy.example:443";
  auto const error = failure(url);
  EXPECT_EQ(error.kind, ErrorKind::invalid);
  EXPECT_HOLDS(error.message, "only http:// proxies are supported");
}

// --- Cancellation --------------------------------------------------------------------------------------------------

asio::awaitable<void> send_into(HttpClient& client, HttpRequest request, std::optional<Result<HttpResponse>>& out) {
  auto answer = co_await client.send(std::move(request));
  out = std::move(answer);
}

TEST_F(TlsTest, CancelledRequestEndsAtOnceWhereverItStands) {
  // The server accepts and never shakes hands: a plain one that waits for the end of a header.
  LoopbackSink const mute(always(broken(Fault::silence)));
  serve({.hosts = {"hooks.lapwing.test"}}, always(broken(Fault::silence)));
  std::vector<std::string> failures;
  TaskGroup tasks(loop.get_executor(), [&](std::string const&, std::string const& what) { failures.push_back(what); });
  std::array<std::optional<Result<HttpResponse>>, 3> answers;
  auto waits_in_handshake = a_get("https://127.0.0.1:" + mute.port() + "/", 1h);
  auto waits_in_answer = a_get(hook_url(), 1h);
  auto waits_in_plain_answer = a_get(mute.url("/"), 1h);
  tasks.spawn("handshake", send_into(client, waits_in_handshake, answers[0]));
  tasks.spawn("answer", send_into(client, waits_in_answer, answers[1]));
  tasks.spawn("plain", send_into(client, waits_in_plain_answer, answers[2]));
  loop.restart();
  auto const begin = steady_now();
  while (sink->requests().empty() || mute.requests().empty()) {
    loop.run_one_for(10ms);
    ASSERT_LT(steady_now() - begin, 10s);
  }
  EXPECT_EQ(tasks.size(), 3u);
  tasks.cancel();
  loop.restart();
  loop.run_for(5s);
  EXPECT_TRUE(tasks.empty());
  EXPECT_TRUE(failures.empty());
  for (auto const& answer : answers) EXPECT_FALSE(answer.has_value());
  EXPECT_LT(steady_now() - begin, 4s);
}

TEST(BeastClient, HangingDnsDelaysNeitherAnotherHostNorTheEnd) {
  auto const released = std::make_shared<std::promise<void>>();
  std::shared_future<void> const gate(released->get_future());
  LoopbackSink const sink(always(text("fine")));
  asio::io_context loop(1);
  BeastClient client(loop.get_executor(), {.user_agent = "Lapwing/test",
                                           .getenv = [](std::string const&) { return std::string(); },
                                           .lookup =
                                               [gate](std::string const& host) {
                                                 if (host == "hanging.lapwing.test") gate.wait();
                                                 return Result<Addresses>(Addresses{"127.0.0.1"});
                                               }});
  TaskGroup tasks(loop.get_executor(), [](std::string const&, std::string const&) {});
  std::optional<Result<HttpResponse>> hanging;
  HttpRequest stuck;
  stuck.url = Secret("https://hanging.lapwing.test/");
  tasks.spawn("stuck", send_into(client, stuck, hanging));
  HttpRequest other;
  other.url = Secret("http://other.lapwing.test:" + sink.port() + "/");
  auto const begin = steady_now();
  EXPECT_TRUE(test::run_on(loop, client.send(other)));
  EXPECT_FALSE(hanging.has_value());
  tasks.cancel();
  loop.run();
  EXPECT_TRUE(tasks.empty());
  EXPECT_LT(steady_now() - begin, 5s);
  released->set_value();
}

}  // namespace
}  // namespace lapwing
