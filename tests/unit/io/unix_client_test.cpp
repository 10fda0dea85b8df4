// SPDX-License-Identifier: Apache-2.0
#include "io/unix_client.hpp"

#include "io/listener.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

namespace lapwing {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

/// Takes one client, hears it, says `answer`, and closes.
class UnixClientTest : public testing::Test {
 protected:
  test::Folder folder;
  std::string const path = folder.path("test.sock");
  std::string heard;

  Result<HttpResponse> ask_one_that_says(std::string answer, HttpRequest request) {
    auto listener = Listener::on_unix_socket(path);
    EXPECT_TRUE(listener);
    std::jthread const server([this, &listener, answer] {
      pollfd ready{listener->number(), POLLIN, 0};
      ::poll(&ready, 1, 10'000);
      auto client = listener->accept();
      int const socket = (*client)->number();
      ready.fd = socket;
      char bytes[4096];
      while (heard.find("\r\n\r\n") == std::string::npos && ::poll(&ready, 1, 10'000) == 1)
        heard.append(bytes, std::size_t(::recv(socket, bytes, sizeof bytes, 0)));
      ::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL);
    });
    return send_over_unix_socket(path, request);
  }

  static HttpRequest a_request(Duration deadline = 10s) {
    HttpRequest request;
    request.method = Method::post;
    request.url = Secret("http://localhost/v1/poll/ci?backfill=90d");
    request.deadline = deadline;
    return request;
  }
};

TEST_F(UnixClientTest, SendsARequestAndReadsTheAnswer) {
  auto const answer =
      ask_one_that_says("HTTP/1.1 404 Not Found\r\nContent-Type: x/y\r\nContent-Length: 2\r\n\r\nok", a_request());
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 404);
  EXPECT_EQ(answer->body, "ok");
  EXPECT_EQ(answer->header("content-type"), "x/y");
  EXPECT_THAT(heard, AllOf(StartsWith("POST /v1/poll/ci?backfill=90d HTTP/1.1\r\n"), HasSubstr("Content-Length: 0\r\n"),
                           HasSubstr("Connection: close\r\n")));
}

TEST_F(UnixClientTest, AnAnswerMayEndWithTheConnection) {
  auto const answer = ask_one_that_says("HTTP/1.1 200 OK\r\n\r\nto the end", a_request());
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "to the end");
}

TEST_F(UnixClientTest, AMissingSocketAndADeadOneAreToldApart) {
  auto const missing = send_over_unix_socket(path, a_request());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  EXPECT_THAT(missing.error().message, StartsWith(path));
  auto const address = unix_address(path);
  Socket const dead(::socket(AF_UNIX, SOCK_STREAM, 0));
  ASSERT_EQ(::bind(dead.number(), reinterpret_cast<sockaddr const*>(&*address), sizeof *address), 0);
  auto const refused = send_over_unix_socket(path, a_request());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unreachable);
}

TEST_F(UnixClientTest, ASocketThatMayNotBeUsedIsNamedAsSuch) {
  auto const listener = Listener::on_unix_socket(path);
  ASSERT_TRUE(listener);
  ASSERT_EQ(::chmod(path.c_str(), 0), 0);
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  bool const is_root = ::geteuid() == 0;
  EXPECT_EQ(is_root ? ::seteuid(65534) : 0, 0);
  auto const refused = send_over_unix_socket(path, a_request());
  EXPECT_EQ(is_root ? ::seteuid(0) : 0, 0);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unreadable);
  EXPECT_THAT(refused.error().message, HasSubstr("permission denied"));
}

TEST_F(UnixClientTest, SilenceEndsAtTheDeadline) {
  auto const listener = Listener::on_unix_socket(path);
  ASSERT_TRUE(listener);
  auto const late = send_over_unix_socket(path, a_request(50ms));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::timed_out);
  EXPECT_THAT(late.error().message, HasSubstr("50ms"));
}

TEST_F(UnixClientTest, ABrokenAnswerIsAnError) {
  for (auto const* const text : {"", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab",
                                 "SSH-2.0-OpenSSH_9.2\r\n"}) {
    auto const broken = ask_one_that_says(text, a_request());
    ASSERT_FALSE(broken) << text;
    EXPECT_EQ(broken.error().kind, ErrorKind::unreachable) << text;
  }
}

TEST_F(UnixClientTest, AnAnswerThatIsTooLargeIsAnError) {
  auto request = a_request();
  request.max_body_bytes = 10;
  auto const large = ask_one_that_says("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234567890", request);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().kind, ErrorKind::too_large);
}

}  // namespace
}  // namespace lapwing
