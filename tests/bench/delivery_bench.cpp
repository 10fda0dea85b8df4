// SPDX-License-Identifier: Apache-2.0
// What delivery costs: from a stored transition to bytes that have arrived, messages one after the other on one
// connection beside a bare Beast loop that posts the same bytes to the same sink, a digest's rendering, and the outbox
// beside bare SQLite. The sink is a TLS server of the tests on loopback; the store is in $TMPDIR, so its disk counts.
#include "io/beast_client.hpp"
#include "io/task_group.hpp"
#include "notify/discord.hpp"
#include "notify/dispatcher.hpp"
#include "notify/message.hpp"
#include "support/folder.hpp"
#include "support/loopback_sink.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <numeric>

namespace {

using namespace lapwing;
using namespace std::chrono_literals;

constexpr int kMessages = 500;

alert::Incident an_incident(alert::IncidentId id, Level level) {
  alert::Incident incident;
  incident.id = id;
  incident.key = {"model-accuracy", {{"model", "model-" + std::to_string(id)}}};
  incident.level = incident.worst = level;
  incident.value = "58.3%";
  incident.threshold = "below 60%";
  incident.summary = Untrusted("Model model-" + std::to_string(id) + ": accuracy is 58.3%.");
  incident.action = Untrusted("Review the newest training run; consider retraining or going back.");
  incident.sparkline = "▇▆▆▃▁";
  incident.since = incident.changed = TimePoint{std::chrono::hours{500'000}};
  return incident;
}

store::Commit a_wave(int from, int count, Level level, std::string const& channel = "team") {
  store::Commit commit;
  for (int id = from; id < from + count; ++id) {
    commit.incidents.push_back(an_incident(id, level));
    commit.debts.push_back({channel, id, TimePoint{}});
  }
  return commit;
}

/// A sink without limits, a store on disk, a dispatcher with one Discord channel.
class Stage {
 public:
  Stage() {
    ::setenv("SSL_CERT_FILE", folder_.path("ca.pem").c_str(), 1);
    std::vector<notify::Channel> channels;
    notify::DiscordStyle style;
    style.chart_from.reset();
    channels.push_back({"team", std::make_unique<notify::Discord>(Secret(sink.url("/api/webhooks/1/token")), style)});
    notify::Policy policy;
    for (auto& heard : policy.routes.channels) heard = {"team"};
    dispatcher = std::make_unique<notify::Dispatcher>(
        notify::DispatcherServices{clock_, client_, workers_, workers_, store, [] { return 0.0; }, [](auto) {}},
        std::move(channels), std::move(policy), notify::Letterhead{"bench", Zone::utc()},
        notify::Listeners{[](auto const&...) {}, [](auto const&...) {}});
  }

  void flush() {
    TaskGroup tasks(loop.get_executor(), [](auto const&, auto const&) { std::abort(); });
    tasks.spawn("flush", flush_all());
    loop.restart();
    loop.run();
  }

  /// The same requests through the daemon's client, one after the other.
  void send_again(std::vector<test::LoopbackSink::Request> const& requests) {
    TaskGroup tasks(loop.get_executor(), [](auto const&, auto const&) { std::abort(); });
    tasks.spawn("send", send_all(requests));
    loop.restart();
    loop.run();
  }

  boost::asio::io_context loop{1};

 private:
  boost::asio::awaitable<void> flush_all() {
    Duration const limit = 60s;
    auto const done = co_await dispatcher->flush(limit);
    if (!done) std::abort();
  }

  boost::asio::awaitable<void> send_all(std::vector<test::LoopbackSink::Request> const& requests) {
    for (auto const& one : requests) {
      HttpRequest request;
      request.method = Method::post;
      request.url = Secret(sink.url(one.target));
      request.headers = {{"Content-Type", "application/json"}};
      request.body = one.body;
      auto const answer = co_await client_.send(std::move(request));
      if (!answer) std::abort();
    }
  }

  test::Folder folder_;
  SystemClock clock_{loop.get_executor()};
  BeastClient client_{loop.get_executor(),
                      {.user_agent = "Lapwing/bench", .getenv = [](auto const&) { return ""; }, .lookup = {}}};
  Workers workers_{1};

 public:
  store::Store store = *store::Store::open(folder_.path("state"));
  test::LoopbackSink sink{[](auto const&) {
                            test::LoopbackSink::Answer answer;
                            answer.headers = {{"X-RateLimit-Remaining", "1000"}};
                            answer.body = R"({"id": "1"})";
                            return answer;
                          },
                          [this] {
                            test::LoopbackSink::Options options;
                            options.certificate = test::make_certificate();
                            folder_.write("ca.pem", options.certificate->ca_pem);
                            return options;
                          }()};
  std::unique_ptr<notify::Dispatcher> dispatcher;
};

/// One transition a time: committed, then delivered. The counters are of the way from commit to the sink.
void FromCommitToTheSink(benchmark::State& state) {
  for (auto _ : state) {
    Stage stage;
    std::vector<double> took;
    for (int i = 1; i <= kMessages; ++i) {
      if (!stage.store.commit(a_wave(i, 1, Level::critical))) std::abort();
      auto const committed = std::chrono::steady_clock::now();
      stage.flush();
      auto const arrived = stage.sink.requests().back().arrived;
      took.push_back(std::chrono::duration<double, std::milli>(arrived - committed).count());
    }
    std::ranges::sort(took);
    state.SetIterationTime(std::accumulate(took.begin(), took.end(), 0.0) / 1000);
    state.counters["p50_ms"] = took[took.size() / 2];
    state.counters["p99_ms"] = took[took.size() * 99 / 100];
  }
}
BENCHMARK(FromCommitToTheSink)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

/// All that waits for a channel, in messages as full as they may be.
void TenThousandIncidents(benchmark::State& state) {
  for (auto _ : state) {
    Stage stage;
    if (!stage.store.commit(a_wave(1, 10'000, Level::critical))) std::abort();
    auto const begun = std::chrono::steady_clock::now();
    stage.flush();
    auto const took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    state.SetIterationTime(took);
    state.counters["messages"] = double(stage.sink.requests().size());
    state.counters["messages_per_s"] = double(stage.sink.requests().size()) / took;
  }
}
BENCHMARK(TenThousandIncidents)->UseManualTime()->Iterations(3)->Unit(benchmark::kMillisecond);

/// The reference: the same bytes, one after the other on one connection, and nothing else: no deadline, no limit on the
/// answer, no coroutine.
void BareBeastLoop(benchmark::State& state) {
  namespace http = boost::beast::http;
  namespace ssl = boost::asio::ssl;
  Stage stage;
  if (!stage.store.commit(a_wave(1, 10'000, Level::critical))) std::abort();
  stage.flush();
  auto const sent = stage.sink.requests();
  boost::asio::io_context loop;
  ssl::context context(ssl::context::tls_client);
  boost::beast::ssl_stream<boost::beast::tcp_stream> stream(loop, context);
  boost::asio::ip::tcp::resolver resolver(loop);
  boost::beast::get_lowest_layer(stream).connect(resolver.resolve("127.0.0.1", stage.sink.port()));
  boost::beast::get_lowest_layer(stream).socket().set_option(boost::asio::ip::tcp::no_delay(true));
  stream.handshake(ssl::stream_base::client);
  for (auto _ : state) {
    for (auto const& one : sent) {
      http::request<http::string_body> request(http::verb::post, one.target, 11);
      request.set(http::field::host, "127.0.0.1");
      request.set(http::field::content_type, "application/json");
      request.body() = one.body;
      request.prepare_payload();
      http::write(stream, request);
      boost::beast::flat_buffer buffer;
      http::response<http::string_body> response;
      http::read(stream, buffer, response);
    }
  }
  state.counters["messages"] = double(sent.size());
  state.counters["messages_per_s"] =
      benchmark::Counter(double(sent.size()) * double(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(BareBeastLoop)->UseRealTime()->Unit(benchmark::kMillisecond);

/// The same bytes through the daemon's client: with deadlines, bounds and coroutines.
void DaemonsClient(benchmark::State& state) {
  Stage stage;
  if (!stage.store.commit(a_wave(1, 10'000, Level::critical))) std::abort();
  stage.flush();
  auto const sent = stage.sink.requests();
  for (auto _ : state) stage.send_again(sent);
  state.counters["messages"] = double(sent.size());
  state.counters["messages_per_s"] =
      benchmark::Counter(double(sent.size()) * double(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(DaemonsClient)->UseRealTime()->Unit(benchmark::kMillisecond);

void RenderOfAHundredIncidents(benchmark::State& state) {
  notify::Discord const discord(Secret("https://discord.com/api/v10/webhooks/1/token"));
  std::vector<store::Owed> debts;
  for (int id = 1; id <= 100; ++id) debts.push_back({.incident = an_incident(id, Level::critical)});
  for (auto _ : state) {
    notify::sort_worst_first(debts);
    auto const message = notify::message_of(debts, "bench", Zone::utc(), TimePoint{std::chrono::hours{500'001}});
    benchmark::DoNotOptimize(discord.render(message, notify::Form::full));
  }
}
BENCHMARK(RenderOfAHundredIncidents)->Unit(benchmark::kMicrosecond);

/// A thousand debts (with their incidents) in one transaction.
void OutboxCommitOfAThousand(benchmark::State& state) {
  test::Folder folder;
  auto store = *store::Store::open(folder.path("state"));
  int from = 1;
  for (auto _ : state) {
    if (!store.commit(a_wave(std::exchange(from, from + 1000), 1000, Level::critical))) std::abort();
  }
}
BENCHMARK(OutboxCommitOfAThousand)->UseRealTime()->Unit(benchmark::kMillisecond);

/// The reference: the same rows by the same statements, and nothing else.
void BareSqliteInsertsOfAThousand(benchmark::State& state) {
  test::Folder folder;
  { auto const store = *store::Store::open(folder.path("state")); }
  store::Database database(folder.path("state/lapwing.db"), store::Database::Mode::read_write);
  int from = 1;
  for (auto _ : state) {
    auto const wave = a_wave(std::exchange(from, from + 1000), 1000, Level::critical);
    database.transaction([&] {
      auto incident = database.prepare(
          "INSERT OR REPLACE INTO incident (id, rule, labels, level, worst, value, threshold, summary, note, action, "
          "runbook, sparkline, since, changed, closed, closed_because, links, edit) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
      for (auto const& one : wave.incidents) {
        incident.bind(1, one.id).bind(2, one.key.rule).bind(3, one.key.labels.to_string());
        incident.bind(4, std::int64_t(one.level)).bind(5, std::int64_t(one.worst)).bind(6, one.value);
        incident.bind(7, one.threshold).bind(8, one.summary.raw()).bind(9, one.note.raw()).bind(10, one.action.raw());
        incident.bind(11, one.runbook).bind(12, one.sparkline).bind(13, one.since).bind(14, one.changed);
        incident.bind(15, one.closed).bind(16, one.closed_because).bind(17, std::string_view("")).bind(18, one.edit);
        incident.run();
      }
      auto debt = database.prepare("INSERT INTO outbox (channel, incident, due, revision) VALUES (?, ?, ?, 1)");
      for (auto const& one : wave.debts) debt.bind(1, one.channel).bind(2, one.incident).bind(3, one.due).run();
    });
  }
}
BENCHMARK(BareSqliteInsertsOfAThousand)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
