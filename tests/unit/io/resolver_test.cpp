// SPDX-License-Identifier: Apache-2.0
#include "io/resolver.hpp"

#include "io/task_group.hpp"
#include "support/loop.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lapwing {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

/// A name server that answers only when the test lets it. The lookup threads share it and may outlive the test.
struct Gate {
  std::mutex mutex;
  std::condition_variable opened;
  bool is_open = false;
  int waiting = 0;

  void pass() {
    std::unique_lock lock(mutex);
    ++waiting;
    opened.wait(lock, [this] { return is_open; });
    --waiting;
    opened.notify_all();
  }
  void close() {
    std::lock_guard const lock(mutex);
    is_open = false;
  }
  /// Lets all through and waits until they have gone.
  void open() {
    std::unique_lock lock(mutex);
    is_open = true;
    opened.notify_all();
    opened.wait(lock, [this] { return waiting == 0; });
  }
};

struct ResolverTest : testing::Test {
  std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  std::shared_ptr<std::atomic<int>> lookups = std::make_shared<std::atomic<int>>(0);
  std::shared_ptr<std::atomic<bool>> is_broken = std::make_shared<std::atomic<bool>>(false);
  std::optional<asio::io_context> loop{1};
  Resolver resolver{loop->get_executor(),
                    [gate = gate, lookups = lookups, is_broken = is_broken](std::string const& host) {
                      ++*lookups;
                      if (host == "hanging.example") gate->pass();
                      if (*is_broken) return Result<Addresses>(Error{ErrorKind::unreachable, "no such host " + host});
                      return Result<Addresses>(Addresses{"192.0.2.1", "2001:db8::1"});
                    }};

  void TearDown() override { gate->open(); }

  Result<Addresses> resolve(std::string const& host, Duration limit) {
    return test::run_on(*loop, resolver.resolve(host, steady_now() + limit));
  }
};

asio::awaitable<void> resolve_into(Resolver& resolver, std::string host, Duration limit,
                                   std::optional<Result<Addresses>>& out) {
  auto found = co_await resolver.resolve(host, steady_now() + limit);
  out = std::move(found);
}

void ignore_failures(std::string const&, std::string const&) {}

TEST_F(ResolverTest, LiteralsNeedNoLookup) {
  for (auto const* const literal : {"127.0.0.1", "::1", "2001:db8::7"}) {
    auto const found = resolve(literal, 1s);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, Addresses{literal});
  }
  EXPECT_EQ(*lookups, 0);
}

TEST_F(ResolverTest, NameIsLookedUpEachTime) {
  for (int i = 0; i < 2; ++i) {
    auto const found = resolve("host.example", 10s);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, (Addresses{"192.0.2.1", "2001:db8::1"}));
  }
  EXPECT_EQ(*lookups, 2);
}

TEST_F(ResolverTest, FailureIsPassedOnWhereNothingIsRemembered) {
  *is_broken = true;
  auto const found = resolve("host.example", 10s);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message, "no such host host.example");
}

TEST_F(ResolverTest, LastGoodAddressesServeWhileDnsFails) {
  ASSERT_TRUE(resolve("host.example", 10s));
  *is_broken = true;
  auto const found = resolve("host.example", 10s);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->size(), 2u);
}

TEST_F(ResolverTest, HangingLookupEndsAtTheDeadline) {
  auto const begin = steady_now();
  auto const found = resolve("hanging.example", 50ms);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::timed_out);
  EXPECT_NE(found.error().message.find("hanging.example"), std::string::npos);
  EXPECT_GE(steady_now() - begin, 50ms);
  EXPECT_LT(steady_now() - begin, 5s);
}

TEST_F(ResolverTest, HangingLookupFallsBackOnTheLastGoodAddressesAtHalfTime) {
  gate->open();
  ASSERT_TRUE(resolve("hanging.example", 10s));
  gate->close();
  auto const begin = steady_now();
  auto const found = resolve("hanging.example", 200ms);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->size(), 2u);
  EXPECT_GE(steady_now() - begin, 100ms);
}

TEST_F(ResolverTest, HangingLookupDelaysNoOtherHost) {
  TaskGroup tasks(loop->get_executor(), ignore_failures);
  std::optional<Result<Addresses>> hanging;
  tasks.spawn("hanging", resolve_into(resolver, "hanging.example", 1h, hanging));
  loop->poll();
  EXPECT_TRUE(resolve("host.example", 10s));
  EXPECT_FALSE(hanging.has_value());
  gate->open();
  loop->restart();
  loop->run();
  ASSERT_TRUE(hanging.has_value());
  EXPECT_TRUE(*hanging);
}

TEST_F(ResolverTest, CancelledLookupEndsAtOnceAndItsThreadHarmsNobody) {
  TaskGroup tasks(loop->get_executor(), ignore_failures);
  std::optional<Result<Addresses>> hanging;
  tasks.spawn("hanging", resolve_into(resolver, "hanging.example", 1h, hanging));
  loop->poll();
  tasks.cancel();
  loop->run();
  EXPECT_TRUE(tasks.empty());
  EXPECT_FALSE(hanging.has_value());
  gate->open();
}

TEST_F(ResolverTest, AnswerThatComesAfterTheLoopHasGoneIsDropped) {
  std::optional<Result<Addresses>> hanging;
  asio::co_spawn(*loop, resolve_into(resolver, "hanging.example", 1h, hanging), [](std::exception_ptr) {});
  loop->poll();
  loop.reset();  // destroys the coroutine where it waits
  gate->open();
  EXPECT_FALSE(hanging.has_value());
}

TEST_F(ResolverTest, NumberOfHangingLookupsIsBounded) {
  TaskGroup tasks(loop->get_executor(), ignore_failures);
  std::vector<std::optional<Result<Addresses>>> hanging(Resolver::kMaxLookups);
  for (auto& one : hanging) tasks.spawn("hanging", resolve_into(resolver, "hanging.example", 1h, one));
  loop->poll();
  auto const found = resolve("host.example", 10s);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::busy);
  EXPECT_TRUE(resolve("192.0.2.1", 10s));
  tasks.cancel();
  loop->restart();
  loop->run();
}

TEST(SystemLookup, KnowsLocalhost) {
  auto const found = system_lookup("localhost");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_NE(std::find(found->begin(), found->end(), "127.0.0.1"), found->end());
}

TEST(SystemLookup, NamesTheHostThatItDoesNotKnow) {
  auto const found = system_lookup("two..dots");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::unreachable);
  EXPECT_NE(found.error().message.find("two..dots"), std::string::npos);
}

}  // namespace
}  // namespace lapwing
