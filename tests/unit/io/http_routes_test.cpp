// SPDX-License-Identifier: Apache-2.0
#include "io/http_routes.hpp"

#include "support/loop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace lapwing {
namespace {

using testing::ElementsAre;
using testing::Pair;

HttpRoutes::PlainHandler says(std::string text) {
  return [text](HttpCall const& call) {
    HttpAnswer answer;
    answer.body = text;
    for (auto const& [name, value] : call.parameters) answer.body += " " + name + "=" + value;
    for (auto const& [name, value] : call.query) answer.body += " " + name + ":" + value;
    return answer;
  };
}

HttpAnswer ask(HttpRoutes const& routes, Method method, std::string target) {
  HttpCall call;
  call.method = method;
  call.target = std::move(target);
  return test::run_now(routes.answer(std::move(call)));
}

struct HttpRoutesTest : testing::Test {
  HttpRoutesTest() {
    routes.add(Method::get, "/", says("root"));
    routes.add(Method::get, "/v1/poll/{name}", says("look"));
    routes.add(Method::post, "/v1/poll/{name}", says("poll"));
    routes.add(Method::post, "/v1/reload", says("reload"));
  }
  HttpRoutes routes;
};

TEST_F(HttpRoutesTest, TheMethodAndThePathChooseTheHandler) {
  EXPECT_EQ(ask(routes, Method::get, "/").body, "root");
  EXPECT_EQ(ask(routes, Method::get, "/v1/poll/ci").body, "look name=ci");
  EXPECT_EQ(ask(routes, Method::post, "/v1/poll/ci").body, "poll name=ci");
  EXPECT_EQ(ask(routes, Method::post, "/v1/reload").body, "reload");
  EXPECT_EQ(ask(routes, Method::head, "/").body, "root");
}

TEST_F(HttpRoutesTest, ParametersAndQueryAreDecodedAfterTheyWereSplit) {
  EXPECT_EQ(ask(routes, Method::post, "/v1/poll/a%2Fb%20c?backfill=90d&x=%26").body,
            "poll name=a/b c backfill:90d x:&");
}

TEST_F(HttpRoutesTest, AnUnknownPathIsNotFound) {
  for (auto const* const target : {"/v1", "/v1/poll", "/v1/poll/", "/v1/poll/a/b", "/v1/reload/", "/V1/reload", "//"})
    EXPECT_EQ(ask(routes, Method::get, target).status, 404) << target;
}

TEST_F(HttpRoutesTest, AnotherMethodIsToldWhichThereAre) {
  auto const answer = ask(routes, Method::del, "/v1/poll/ci");
  EXPECT_EQ(answer.status, 405);
  EXPECT_THAT(answer.headers, ElementsAre(Pair("Allow", "GET, HEAD, POST")));
  EXPECT_EQ(ask(routes, Method::head, "/v1/reload").status, 405);
}

TEST_F(HttpRoutesTest, WhatIsNoPathIsRefused) {
  for (auto const* const target : {"", "*", "v1/reload", "http://localhost/v1/reload", "/a b", "/%zz", "/a%2", "/é"})
    EXPECT_EQ(ask(routes, Method::get, target).status, 400) << target;
}

TEST_F(HttpRoutesTest, ErrorsAreJson) {
  EXPECT_EQ(ask(routes, Method::get, "/nowhere").body, R"({"error": "there is nothing at this path"})");
  EXPECT_EQ(ask(routes, Method::get, "/nowhere").content_type, "application/json");
}

TEST_F(HttpRoutesTest, WhatAHandlerThrowsPassesThrough) {
  routes.add(Method::get, "/broken",
             HttpRoutes::PlainHandler([](HttpCall const&) -> HttpAnswer { throw std::logic_error("broken"); }));
  EXPECT_THROW(ask(routes, Method::get, "/broken"), std::logic_error);
}

TEST(HttpTarget, AnEncodedSegmentComesBackAsItWas) {
  for (std::string const text : {"ci", "a/b", "a b?c#d%", "käse", "..", "+"}) {
    auto const target = parse_target("/" + encode_segment(text));
    ASSERT_TRUE(target) << text;
    EXPECT_THAT(target->segments, ElementsAre(text));
  }
}

}  // namespace
}  // namespace lapwing
