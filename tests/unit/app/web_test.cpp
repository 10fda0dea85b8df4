// SPDX-License-Identifier: Apache-2.0
// What is served over TCP, asked without a socket; tests/e2e asks over a real one.
#include "app/web.hpp"

#include "support/an_incident.hpp"
#include "unit/app/scheduled.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

namespace lapwing::app {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

boost::asio::awaitable<void> keep(boost::asio::awaitable<HttpAnswer> answering, std::optional<HttpAnswer>& answer) {
  answer = co_await std::move(answering);
}

constexpr char const* kSecret = "https://hooks.example/services/very-secret";

class WebTest : public test::Scheduled {
 protected:
  WebTest() {
    secrets.add(kSecret);
    services.redact = [this](std::string const& text) { return secrets.redact(text); };
    options.project = "demo";
    add("models");
    add("prices");
    web.show(std::make_shared<View const>(view_of(options)));
  }

  Redactor secrets;
  Web web{services, store, pipeline};
  TaskGroup askers{loop.get_executor(), fail};

  HttpAnswer ask(Method method, std::string target, std::vector<Header> headers = {}, HttpOptions const& at = {}) {
    auto const routes = web.make_routes(at);
    HttpCall call;
    call.method = method;
    call.target = std::move(target);
    call.headers = std::move(headers);
    std::optional<HttpAnswer> answer;
    askers.spawn("asker", keep(routes.answer(std::move(call)), answer));
    run_for(0s);
    if (!answer) throw std::runtime_error("no answer");
    return *answer;
  }
  HttpAnswer get(std::string target) { return ask(Method::get, std::move(target)); }
  json body_of(std::string target, int status = 200) {
    auto const answer = get(std::move(target));
    EXPECT_EQ(answer.status, status) << answer.body;
    return json::parse(answer.body);
  }

  void write(store::Commit const& changes) { ASSERT_TRUE(store.commit(changes)); }
  /// As the pipeline stores it.
  static store::Commit a_poll(std::string name, std::int64_t failures, std::string error, TimePoint at) {
    store::Commit out;
    out.pollers.push_back({std::move(name), at, std::nullopt, failures, std::move(error), ""});
    return out;
  }
};

std::string_view header_of(HttpAnswer const& answer, std::string_view name) {
  auto const found = std::ranges::find(answer.headers, name, &Header::first);
  return found == answer.headers.end() ? "" : std::string_view(found->second);
}

TEST_F(WebTest, EveryAnswerIsProtected) {
  for (auto const* const path : {"/", "/metrics", "/healthz", "/api/v1/status", "/nothing", "/reports/weekly"}) {
    auto const answer = get(path);
    EXPECT_THAT(std::string(header_of(answer, "Content-Security-Policy")), HasSubstr("default-src 'none'")) << path;
    EXPECT_EQ(header_of(answer, "X-Content-Type-Options"), "nosniff") << path;
    EXPECT_EQ(header_of(answer, "X-Frame-Options"), "DENY") << path;
    EXPECT_EQ(header_of(answer, "Referrer-Policy"), "no-referrer") << path;
    EXPECT_EQ(header_of(answer, "Cache-Control"), "no-store") << path;
  }
}

TEST_F(WebTest, NothingChangesOverTcp) {
  for (auto const* const path : {"/", "/metrics", "/readyz", "/api/v1/alerts"}) {
    for (auto const method : {Method::post, Method::put, Method::patch, Method::del}) {
      auto const answer = ask(method, path);
      EXPECT_EQ(answer.status, 405) << path;
      EXPECT_EQ(header_of(answer, "Allow"), "GET, HEAD") << path;
    }
    EXPECT_EQ(ask(Method::head, path).status, 200) << path;
  }
  for (auto const* const path : {"/v1/reload", "/v1/poll/models", "/v1/silences", "/v1/incidents/1/ack"})
    EXPECT_EQ(ask(Method::post, path).status, 404) << path;
}

TEST_F(WebTest, WhoShowsNoTokenSeesNothing) {
  HttpOptions const at{"0.0.0.0", 80, Secret("a-token-of-ours-1")};
  for (auto const* const path : {"/", "/metrics", "/healthz", "/api/v1/status", "/nothing"})
    EXPECT_EQ(ask(Method::get, path, {}, at).status, 401) << path;
  EXPECT_EQ(ask(Method::get, "/", {{"Authorization", "Bearer a-token-of-ours-1"}}, at).status, 200);
}

TEST_F(WebTest, ThePageComesAgainUnlessToldNotTo) {
  EXPECT_EQ(header_of(get("/"), "Refresh"), "60");
  EXPECT_EQ(header_of(get("/?refresh=off"), "Refresh"), "");
  EXPECT_EQ(get("/?other=1").status, 400);
  EXPECT_THAT(get("/").body, AllOf(HasSubstr("<h1>Status</h1>"), HasSubstr("models"), HasSubstr("prices")));
}

TEST_F(WebTest, WhatCanNeverFireIsSaidAndFollowsTheConfiguration) {
  auto const silent = [&](std::string const& sentence) {
    bool const on_page = get("/").body.find(sentence) != std::string::npos;
    EXPECT_EQ(body_of("/api/v1/status").dump().find(sentence) != std::string::npos, on_page) << sentence;
    return on_page;
  };
  auto const empty = "no channel hears model-accuracy";
  EXPECT_FALSE(silent(empty));
  options.routes.by_alert["model-accuracy"] = {};
  EXPECT_FALSE(silent(empty)) << "what is shown is not what is being built";
  web.show(std::make_shared<View const>(view_of(options)));
  EXPECT_TRUE(silent(empty));
  EXPECT_EQ(get("/reports/daily").body.find(empty), std::string::npos);
}

TEST_F(WebTest, ReportsAreThoseOfTheCommands) {
  EXPECT_THAT(get("/reports/weekly?at=2026-03-02T09:00:00Z").body,
              AllOf(HasSubstr("<h1>Weekly report</h1>"), HasSubstr("2026-02-23 09:00")));
  EXPECT_EQ(body_of("/api/v1/reports/monthly").at("report"), "monthly");
  EXPECT_EQ(body_of("/api/v1/status").at("report"), "status");
  EXPECT_THAT(body_of("/api/v1/reports").at("reports"), SizeIs(3));
  EXPECT_EQ(get("/reports/hourly").status, 404);
  EXPECT_EQ(get("/reports/status").status, 404);
  EXPECT_EQ(get("/api/v1/reports/%3Cscript%3E").status, 404);
  EXPECT_EQ(get("/api/v1/reports/daily?at=yesterday").status, 400);
}

TEST_F(WebTest, IsReadyUnlessNoSourceCanBeRead) {
  EXPECT_EQ(body_of("/healthz").at("status"), "ok");
  EXPECT_EQ(body_of("/readyz").at("ready"), true);
  write(a_poll("models", 2, "gone", clock.now()));
  write(a_poll("prices", 0, "", clock.now()));
  EXPECT_EQ(body_of("/readyz").at("ready"), true);
  write(a_poll("prices", 1, "gone too", clock.now()));
  EXPECT_EQ(body_of("/readyz", 503).at("problems"), json::array({"no source can be read"}));
}

TEST_F(WebTest, PollersSayWhatTheyDidAndWhenTheyAreDue) {
  auto poll = a_poll("models", 0, "", clock.now());
  poll.pollers[0].last_success = clock.now();
  write(poll);
  auto const pollers = body_of("/api/v1/pollers").at("pollers");
  ASSERT_THAT(pollers, SizeIs(2));
  EXPECT_EQ(pollers[0].at("poller"), "models");
  EXPECT_EQ(pollers[0].at("last_run"), "2026-03-02T12:00:00Z");
  EXPECT_EQ(pollers[0].at("next_run"), "2026-03-02T13:00:00Z");
  EXPECT_EQ(pollers[1].at("last_run"), nullptr);
}

TEST_F(WebTest, SamplesComeInPagesAndNoneIsLostBetweenThem) {
  store::Commit commit;
  for (int i = 0; i < 7; ++i) {
    for (auto const* const model : {"a", "b"})
      commit.samples.push_back({"model.accuracy", Labels{{"model", model}}, i / 10., clock.now() - 7h + 1h * i, {}});
  }
  write(commit);
  std::vector<std::string> seen;
  std::string since = "2d";
  for (int page = 0; page < 10; ++page) {
    auto const body = body_of("/api/v1/samples?metric=model.accuracy&limit=3&since=" + since);
    EXPECT_EQ(body.at("unit"), "ratio");
    EXPECT_LE(body.at("samples").size(), 4u);
    for (auto const& one : body.at("samples")) seen.push_back(one.dump());
    if (body.at("next").is_null()) break;
    since = body.at("next").get<std::string>();
  }
  EXPECT_EQ(seen.size(), 14u);
  std::ranges::sort(seen);
  EXPECT_TRUE(std::ranges::adjacent_find(seen) == seen.end());
  EXPECT_THAT(body_of("/api/v1/series?metric=model.*").at("series"), SizeIs(2));
  EXPECT_THAT(body_of("/api/v1/series?metric=data.*").at("series"), IsEmpty());
}

TEST_F(WebTest, WhatCanNotBeIsRefusedInWords) {
  for (auto const* const target :
       {"/api/v1/samples", "/api/v1/samples?metric=", "/api/v1/samples?metric=a&limit=0",
        "/api/v1/samples?metric=a&limit=10001", "/api/v1/samples?metric=a&limit=1x", "/api/v1/samples?metric=a&since=x",
        "/api/v1/samples?metric=a&metric=b", "/api/v1/samples?metric=a&labels=b", "/api/v1/alerts?since=long",
        "/api/v1/pollers?x=1"})
    EXPECT_THAT(body_of(target, 400).at("error").get<std::string>(), Not(IsEmpty())) << target;
}

TEST_F(WebTest, MetricsComeInTheFormThatIsAskedFor) {
  EXPECT_EQ(get("/metrics").content_type, "text/plain; version=0.0.4; charset=utf-8");
  auto const open = ask(Method::get, "/metrics",
                        {{"Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"}});
  EXPECT_EQ(open.content_type, "application/openmetrics-text; version=1.0.0; charset=utf-8");
  EXPECT_THAT(open.body, testing::EndsWith("# EOF\n"));
}

TEST_F(WebTest, MetricsOfWhatIsGoneOrMissedOrLongAgoAreDropped) {
  auto const now = clock.now();
  auto const named = [](std::string const& name) { return Labels{{"dataset", name}}; };
  store::Commit commit;
  for (auto const* const name : {"here", "missed", "gone"})
    commit.samples.push_back({"data.records", named(name), 7, now, {}});
  commit.origins = {{{"data.records", named("missed")}, {"models", 3}},
                    {{"data.records", named("gone")}, {"a poller that was taken out", 0}}};
  commit.samples.push_back({"run.success", Labels{{"workflow", "old"}}, 1, now - 40 * 24h, {}});
  commit.samples.push_back({"model.accuracy", Labels{{"model", "old"}}, 0.7, now - 40 * 24h, {}});
  commit.samples.push_back({"channel.success", Labels{{"channel", "taken out"}}, 0, now, {}});
  write(commit);
  EXPECT_THAT(get("/metrics").body,
              AllOf(HasSubstr("lapwing_data_records{dataset=\"here\"} 7\n"), Not(HasSubstr("missed\"")),
                    Not(HasSubstr("gone")), Not(HasSubstr("lapwing_run_success_ratio")),
                    HasSubstr("lapwing_model_accuracy_ratio{model=\"old\"} 0.7\n"), Not(HasSubstr("taken out"))));
}

TEST_F(WebTest, CountersCountWhatIsStored) {
  write(a_poll("models", 0, "", clock.now()));
  write(a_poll("models", 1, "x", clock.now()));
  auto opened = a_poll("models", 2, "x", clock.now());
  opened.incidents = {test::an_incident(1), test::an_incident(2, Level::critical)};
  write(opened);
  opened.incidents[0].level = Level::critical;  // the same one, worse
  write(opened);
  EXPECT_THAT(get("/metrics").body,
              AllOf(HasSubstr("lapwing_polls_total{poller=\"models\",result=\"success\"} 1\n"),
                    HasSubstr("lapwing_polls_total{poller=\"models\",result=\"failure\"} 3\n"),
                    HasSubstr("lapwing_incidents_opened_total{alert=\"model-accuracy\",level=\"warning\"} 1\n"),
                    HasSubstr("lapwing_incidents_opened_total{alert=\"model-accuracy\",level=\"critical\"} 1\n"),
                    HasSubstr("lapwing_incidents{level=\"critical\"} 2\n")));
}

TEST_F(WebTest, NoSecretLeavesByAnyRoute) {
  auto commit = a_poll("models", 3, std::string(250, 'x') + " can not reach " + kSecret, clock.now());
  auto incident = test::an_incident(1, Level::critical);
  incident.note = incident.summary = incident.action =
      Untrusted(std::string("long before it is cut ") + std::string(190, 'y') + kSecret);
  commit.incidents = {incident};
  commit.samples.push_back({"run.success", Labels{{"branch", kSecret}}, 0, clock.now(), {}});
  write(commit);
  ASSERT_TRUE(store.save({{.name = "team", .failures = 4, .error = std::string("refused by ") + kSecret}}));
  options.channels.clear();
  View view = view_of(options);
  view.report.channels = {"team"};
  web.show(std::make_shared<View const>(view));
  for (auto const* const path : {"/", "/metrics", "/readyz", "/api/v1/status", "/api/v1/alerts", "/api/v1/pollers",
                                 "/api/v1/outbox", "/api/v1/series", "/api/v1/samples?metric=run.success",
                                 "/reports/daily", "/reports/weekly", "/reports/monthly", "/api/v1/reports/weekly"}) {
    auto const answer = get(path);
    EXPECT_EQ(answer.status, 200) << path << answer.body;
    EXPECT_THAT(answer.body, AllOf(Not(HasSubstr("very-secret")), Not(HasSubstr("hooks.example")))) << path;
  }
}

TEST_F(WebTest, AThousandOpenIncidentsMakeASmallPage) {
  store::Commit commit;
  for (int i = 1; i <= 1000; ++i) {
    auto one = test::an_incident(i, i % 10 == 0 ? Level::critical : Level::warning);
    one.key.labels = {{"model", "m" + std::to_string(i)}};
    commit.incidents.push_back(one);
  }
  write(commit);
  auto const began = std::chrono::steady_clock::now();
  auto const page = get("/").body;
  auto const took = std::chrono::steady_clock::now() - began;
  RecordProperty("bytes", int(page.size()));
  RecordProperty("microseconds", int(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
  EXPECT_LT(page.size(), 100'000u);
  EXPECT_THAT(page, AllOf(HasSubstr("100 critical, 900 warning"), HasSubstr("and 970 more")));
}

}  // namespace
}  // namespace lapwing::app
