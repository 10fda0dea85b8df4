// SPDX-License-Identifier: Apache-2.0
// The server on real sockets: what it serves, what it refuses, and clients that are slow, silent, rude or many.
#include "io/http_server.hpp"

#include "support/folder.hpp"
#include "support/raw_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <future>
#include <stdexcept>
#include <thread>

namespace lapwing {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using test::RawClient;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

asio::awaitable<HttpAnswer> answer_when_opened(asio::steady_timer& gate, std::promise<void>& entered) {
  entered.set_value();
  boost::system::error_code opened;
  co_await gate.async_wait(asio::redirect_error(asio::use_awaitable, opened));
  HttpAnswer answer;
  answer.body = "at last";
  co_return answer;
}

/// A server on a thread of its own, until the end of the test.
class HttpServerTest : public testing::Test {
 protected:
  test::Folder folder;
  std::string const path = folder.path("test.sock");
  HttpLimits limits;
  std::size_t const megabytes = 8 << 20;
  asio::io_context loop{1};
  std::vector<std::string> failures;  // read it after `end`
  TaskGroup tasks{loop.get_executor(),
                  [this](std::string const& name, std::string const& what) { failures.push_back(name + ": " + what); }};
  asio::steady_timer gate{loop, asio::steady_timer::time_point::max()};
  std::promise<void> entered;
  std::optional<HttpServer> server;
  std::jthread thread;
  std::uint16_t port = 0;

  HttpRoutes routes() {
    HttpRoutes out;
    out.add(Method::get, "/hello", HttpRoutes::PlainHandler([](HttpCall const& call) {
              HttpAnswer answer;
              answer.body = call.peer ? std::to_string(call.peer->uid) + " " + std::to_string(call.peer->pid) : "hello";
              return answer;
            }));
    out.add(Method::post, "/echo", HttpRoutes::PlainHandler([](HttpCall const& call) {
              HttpAnswer answer;
              answer.body = call.body;
              return answer;
            }));
    out.add(Method::get, "/large", HttpRoutes::PlainHandler([this](HttpCall const&) {
              HttpAnswer answer;
              answer.body.assign(megabytes, 'x');
              return answer;
            }));
    out.add(Method::get, "/broken",
            HttpRoutes::PlainHandler([](HttpCall const&) -> HttpAnswer { throw std::logic_error("a defect"); }));
    out.set_finish([](HttpAnswer& answer) { answer.headers.emplace_back("X-Finished", "yes"); });
    out.add(Method::get, "/gate", HttpRoutes::Handler([this](HttpCall) { return answer_when_opened(gate, entered); }));
    return out;
  }

  void serve() {
    server.emplace(loop.get_executor(), routes(), limits, [this](std::string const& request, std::string const& what) {
      failures.push_back(request + ": " + what);
    });
    auto const listening = server->listen_on_unix_socket(path);
    ASSERT_TRUE(listening) << listening.error().message;
    auto const found = server->listen_on_port("127.0.0.1", 0);
    ASSERT_TRUE(found) << found.error().message;
    port = *found;
    server->start(tasks);
    thread = std::jthread([this] { loop.run(); });
  }

  void stop() {
    asio::post(loop, [this] { server->stop(); });
  }

  void open_gate() {
    asio::post(loop, [this] { gate.cancel(); });
  }

  void end() {
    if (!thread.joinable()) return;
    stop();
    thread.join();
    EXPECT_TRUE(tasks.empty());
  }

  void TearDown() override { end(); }

  RawClient client() { return RawClient::over_unix_socket(path); }

  std::string ask(std::string const& request) {
    auto one = client();
    one.send(request);
    return one.read_to_end();
  }
};

std::string const kHello = "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

TEST_F(HttpServerTest, ServesOverAUnixSocketAndKnowsWhoAsks) {
  serve();
  EXPECT_THAT(ask(kHello), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("Connection: close\r\n"),
                                 EndsWith("\r\n\r\n" + std::to_string(::getuid()) + " " + std::to_string(::getpid()))));
}

TEST_F(HttpServerTest, ServesOnLoopbackWhereNobodyIsKnown) {
  serve();
  auto one = RawClient::over_loopback(port);
  one.send(kHello);
  EXPECT_THAT(one.read_to_end(), EndsWith("\r\n\r\nhello"));
}

TEST_F(HttpServerTest, TheSocketIsForItsOwnerAndGroupWhateverTheUmask) {
  auto const before = ::umask(0077);
  serve();
  ::umask(before);
  struct stat found {};
  ASSERT_EQ(::stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777, 0660u);
}

TEST_F(HttpServerTest, OneConnectionServesOneRequestAfterTheOtherAlsoSentAtOnce) {
  serve();
  auto one = client();
  one.send("POST /echo HTTP/1.1\r\nContent-Length: 3\r\n\r\nonePOST /echo HTTP/1.1\r\nContent-Length: 3\r\n\r\ntwo");
  EXPECT_TRUE(one.read_until("two"));
  one.send("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nthree\r\n0\r\n\r\n");
  EXPECT_THAT(one.read_to_end(), AllOf(HasSubstr("one"), HasSubstr("keep-alive"), EndsWith("three")));
}

TEST_F(HttpServerTest, HeadSaysHowLongTheAnswerWouldBe) {
  serve();
  EXPECT_THAT(ask("HEAD /large HTTP/1.1\r\nConnection: close\r\n\r\n"),
              AllOf(HasSubstr("Content-Length: " + std::to_string(megabytes) + "\r\n"), EndsWith("\r\n\r\n")));
}

TEST_F(HttpServerTest, AHugeHeaderIsRefused) {
  serve();
  EXPECT_THAT(ask("GET /hello HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n"), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(ask("GET /" + std::string(megabytes, 'x')), AnyOf(StartsWith("HTTP/1.1 431 "), IsEmpty()));
}

TEST_F(HttpServerTest, AHugeBodyIsRefusedAlsoInParts) {
  serve();
  EXPECT_THAT(ask("POST /echo HTTP/1.1\r\nContent-Length: 65537\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
  std::string parts = "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 9; ++i) parts += "2000\r\n" + std::string(0x2000, 'x') + "\r\n";
  EXPECT_THAT(ask(parts), StartsWith("HTTP/1.1 413 "));
  auto const fits =
      ask("POST /echo HTTP/1.1\r\nConnection: close\r\nContent-Length: 65536\r\n\r\n" + std::string(65536, 'x'));
  EXPECT_THAT(fits, StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, WhatIsNoHttpIsRefusedInJson) {
  serve();
  EXPECT_THAT(ask("hello\r\n\r\n"), AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("Content-Type: application/json\r\n"),
                                          EndsWith(R"({"error": "this is no HTTP request"})")));
  EXPECT_THAT(ask(std::string("\0\x16\x03\x01\r\n\r\n", 8)), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask("POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask("BREW /hello HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 501 "));
}

TEST_F(HttpServerTest, WhatIsAnsweredBeforeAnyRouteIsFinishedAsAnyAnswer) {
  limits.header = 50ms;
  serve();
  std::pair<std::string, std::string> const rows[] = {
      {"200", kHello},
      {"400", "hello\r\n\r\n"},
      {"404", "GET /nowhere HTTP/1.0\r\n\r\n"},
      {"408", "GET /hel"},
      {"413", "POST /echo HTTP/1.1\r\nContent-Length: 65537\r\n\r\n"},
      {"431", "GET /hello HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n"},
      {"500", "GET /broken HTTP/1.0\r\n\r\n"},
      {"501", "BREW /hello HTTP/1.1\r\n\r\n"},
  };
  for (auto const& [status, request] : rows)
    EXPECT_THAT(ask(request), AllOf(StartsWith("HTTP/1.1 " + status + " "), HasSubstr("\r\nX-Finished: yes\r\n")));
}

TEST_F(HttpServerTest, UnknownPathsAndMethodsAreRefusedInJson) {
  serve();
  EXPECT_THAT(ask("GET /nowhere HTTP/1.0\r\n\r\n"), AllOf(StartsWith("HTTP/1.1 404 "), HasSubstr("{\"error\": ")));
  EXPECT_THAT(ask("POST /hello HTTP/1.0\r\n\r\n"),
              AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("Allow: GET, HEAD\r\n")));
}

TEST_F(HttpServerTest, ARequestThatDoesNotEndIsToldSoAndASilentClientIsClosed) {
  limits.header = limits.body = limits.idle = 50ms;
  serve();
  EXPECT_THAT(ask("GET /hel"), StartsWith("HTTP/1.1 408 "));
  EXPECT_THAT(ask("POST /echo HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"), StartsWith("HTTP/1.1 408 "));
  EXPECT_THAT(ask(""), IsEmpty());
}

TEST_F(HttpServerTest, AClientThatDoesNotTakeItsAnswerIsClosed) {
  limits.answer = 50ms;
  serve();
  auto slow = client();
  slow.send("GET /large HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(ask(kHello), StartsWith("HTTP/1.1 200 ")) << "nobody else waits for it";
  ASSERT_TRUE(slow.wait_until_closed());
  EXPECT_LT(slow.read_to_end().size(), megabytes);
}

TEST_F(HttpServerTest, SilentAndHalfFinishedClientsDelayNobody) {
  serve();
  auto silent = client(), half = client();
  half.send("POST /echo HTTP/1.1\r\nContent-Length: 10\r\n\r\nab");
  EXPECT_THAT(ask(kHello), StartsWith("HTTP/1.1 200 "));
  half.send("cdefghij");
  EXPECT_TRUE(half.read_until("abcdefghij"));
  silent.send(kHello);
  EXPECT_THAT(silent.read_to_end(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, WhereAllConnectionsWaitTheOldestMakesRoom) {
  limits.connections = 4;
  serve();
  std::vector<RawClient> silent;
  for (int i = 0; i < 50; ++i) silent.push_back(client());
  EXPECT_THAT(ask(kHello), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(silent.front().read_to_end(), IsEmpty());
  silent.back().send(kHello);
  EXPECT_THAT(silent.back().read_to_end(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, WhereAllAreBeingAnsweredANewClientHears503) {
  limits.connections = 1;
  serve();
  auto first = client();
  first.send("GET /gate HTTP/1.1\r\nConnection: close\r\n\r\n");
  entered.get_future().wait();
  EXPECT_THAT(ask(""), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("\r\nX-Finished: yes\r\n"),
                             EndsWith("{\"error\": \"all connections are in use\"}")));
  open_gate();
  EXPECT_THAT(first.read_to_end(), EndsWith("at last"));
  EXPECT_THAT(ask(kHello), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, AHandlerThatThrowsIsReportedAndTheServerGoesOn) {
  serve();
  EXPECT_THAT(ask("GET /broken HTTP/1.1\r\nConnection: close\r\n\r\n"),
              AllOf(StartsWith("HTTP/1.1 500 "), Not(HasSubstr("a defect"))));
  EXPECT_THAT(ask(kHello), StartsWith("HTTP/1.1 200 "));
  end();
  EXPECT_THAT(failures, testing::ElementsAre("GET /broken: a defect"));
}

TEST_F(HttpServerTest, StopFinishesTheAnswerOnItsWayAndClosesEverythingElse) {
  serve();
  auto busy = client(), idle = client();
  busy.send("GET /gate HTTP/1.1\r\n\r\n");
  entered.get_future().wait();
  stop();
  EXPECT_THAT(idle.read_to_end(), IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(path)) << "the file goes with the listener";
  open_gate();
  EXPECT_THAT(busy.read_to_end(), AllOf(HasSubstr("Connection: close\r\n"), EndsWith("at last")));
  end();
  EXPECT_THAT(failures, IsEmpty());
}

TEST_F(HttpServerTest, ACancelledServerLeavesNoTask) {
  serve();
  auto one = client(), busy = client();
  busy.send("GET /gate HTTP/1.1\r\n\r\n");
  entered.get_future().wait();
  asio::post(loop, [this] { tasks.cancel(); });
  thread.join();
  EXPECT_TRUE(tasks.empty());
  EXPECT_THAT(failures, IsEmpty());
}

TEST_F(HttpServerTest, TheSocketOfADeadProcessIsReplaced) {
  {
    auto const dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{AF_UNIX, {}};
    path.copy(address.sun_path, path.size());
    ASSERT_EQ(::bind(dead, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ::close(dead);  // as after a kill: the file stays
  }
  ASSERT_TRUE(std::filesystem::exists(path));
  serve();
  EXPECT_THAT(ask(kHello), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, WhereSomebodyListensOrAFileLiesNothingIsReplaced) {
  serve();
  HttpServer second(loop.get_executor(), routes(), limits, [](auto const&, auto const&) {});
  auto const taken = second.listen_on_unix_socket(path);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::busy);
  EXPECT_THAT(taken.error().message, HasSubstr(path));
  EXPECT_THAT(ask(kHello), StartsWith("HTTP/1.1 200 ")) << "the first still has its socket";
  auto const file = folder.write("precious", "data");
  EXPECT_FALSE(second.listen_on_unix_socket(file));
  EXPECT_EQ(test::read_file(file), "data");
  auto const port_taken = second.listen_on_port("127.0.0.1", port);
  ASSERT_FALSE(port_taken);
  EXPECT_EQ(port_taken.error().kind, ErrorKind::busy);
}

TEST_F(HttpServerTest, APathThatCanNotBeASocketIsNamed) {
  HttpServer nowhere(loop.get_executor(), routes(), limits, [](auto const&, auto const&) {});
  auto const too_long = nowhere.listen_on_unix_socket(folder.path(std::string(120, 'x')));
  ASSERT_FALSE(too_long);
  EXPECT_THAT(too_long.error().message, HasSubstr("107 bytes"));
  auto const missing = nowhere.listen_on_unix_socket(folder.path("no/such/folder.sock"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::unreadable);
  EXPECT_THAT(missing.error().message, HasSubstr("no/such"));
}

}  // namespace
}  // namespace lapwing
