// SPDX-License-Identifier: Apache-2.0
#include "scenario/daemon.hpp"

#include "support/loop.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::test {
namespace {

boost::asio::awaitable<void> live(app::App& app) {
  auto const opened = co_await app.open();
  if (!opened) {
    ADD_FAILURE() << opened.error().message;
    co_return;
  }
  co_await app.run();
}

boost::asio::awaitable<void> keep(std::shared_ptr<Later<Result<app::Reloaded>>> later,
                                  std::optional<Result<app::Reloaded>>& answer) {
  Duration const limit = std::chrono::minutes{1};
  auto const told = co_await later->wait(limit);
  answer = told;
}

/// Runs what a person asks for; its failure fails the test.
template <class T>
boost::asio::awaitable<void> ask(boost::asio::awaitable<Result<T>> asking, std::optional<Result<T>>& answer) {
  auto answered = co_await std::move(asking);
  answer = std::move(answered);
}

boost::asio::awaitable<app::App::Once> live_once(app::App& app) {
  auto const opened = co_await app.open();
  if (!opened) throw std::runtime_error(opened.error().message);
  auto const done = co_await app.run_once();
  if (!done) throw std::runtime_error(done.error().message);
  co_return *done;
}

}  // namespace

Daemon::Daemon(std::string_view alerts) { write_alerts(alerts); }

Daemon::~Daemon() { kill(); }

void Daemon::write_alerts(std::string_view alerts) { folder.write("alerts.yaml", "alerts:\n" + std::string(alerts)); }

void Daemon::train(std::string_view at, double accuracy, std::string_view model) {
  std::string name(at);
  std::erase_if(name, [](char c) { return c == '-' || c == ':'; });
  std::string json = R"({"created_at": ")" + std::string(at) + R"(", "accuracy": )" + std::to_string(accuracy);
  if (!model.empty()) json += R"(, "model": ")" + std::string(model) + "\"";
  folder.write("models/" + std::string(model) + "v" + name + "_metadata.json", json + "}");
}

void Daemon::write_configuration() {
  folder.write("lapwing.yaml", "project: demo\ntimezone: Etc/UTC\nstate: state\nhttp: off\npollers:\n" + pollers +
                                   "channels:\n" + channels + more);
}

app::Options Daemon::load_options() {
  write_configuration();
  config::Problems problems;
  auto options =
      app::load_options(folder.path("lapwing.yaml"), {[](std::string const&) { return ""; }}, redactor_, problems);
  if (!options) throw std::runtime_error(problems.to_string());
  return *std::move(options);
}

void Daemon::make_app() {
  kill();
  loop_ = std::make_unique<boost::asio::io_context>(1);
  workers_ = std::make_unique<Workers>(0);
  app::Services services{loop_->get_executor(),
                         clock,
                         http,
                         *workers_,
                         *workers_,
                         [] { return 0.5; },
                         [](std::string_view) {},
                         [this](std::string_view state) { states.emplace_back(state); },
                         watchdog};
  auto reload = [this]() -> Result<app::Options> {
    config::Problems problems;
    auto options =
        app::load_options(folder.path("lapwing.yaml"), {[](std::string const&) { return ""; }}, redactor_, problems);
    if (!options) return Error{ErrorKind::invalid, problems.to_string()};
    return *std::move(options);
  };
  app_ = std::make_unique<app::App>(std::move(services), load_options(), std::move(reload));
}

void Daemon::start() {
  make_app();
  root_ = std::make_unique<TaskGroup>(loop_->get_executor(), [](std::string const& task, std::string const& what) {
    ADD_FAILURE() << task << ": " << what;
  });
  root_->spawn("lapwing", live(*app_));
  run_for(Duration{0});
}

void Daemon::run_for(Duration time) { clock.run_until(*loop_, clock.now() + time); }

void Daemon::reload() {
  reloaded.reset();
  root_->spawn("reload", keep(app_->reload(), reloaded));
  run_for(Duration{0});
}

alert::SilenceId Daemon::silence(std::string matchers, Duration length, std::string why) {
  std::optional<Result<alert::Silence>> answer;
  app::Hush::Wish wish{std::move(matchers), clock.now() + length, std::move(why)};
  root_->spawn("silence", ask(app_->hush().add(std::move(wish), "tester"), answer));
  run_for(Duration{0});
  if (!answer || !*answer) throw std::runtime_error(answer ? answer->error().message : "no answer");
  return (*answer)->id;
}

void Daemon::end_silence(alert::SilenceId id) {
  std::optional<Result<void>> answer;
  root_->spawn("silence", ask(app_->hush().remove(id, "tester"), answer));
  run_for(Duration{0});
  if (!answer || !*answer) throw std::runtime_error(answer ? answer->error().message : "no answer");
}

void Daemon::acknowledge(alert::IncidentId id) {
  std::optional<Result<alert::Ack>> answer;
  root_->spawn("ack", ask(app_->hush().acknowledge(id, "seen", "tester"), answer));
  run_for(Duration{0});
  if (!answer || !*answer) throw std::runtime_error(answer ? answer->error().message : "no answer");
}

std::vector<std::string> Daemon::told(std::string_view url) const {
  std::vector<std::string> out;
  for (auto const& body : sent_to(url)) {
    auto const message = nlohmann::json::parse(body);
    for (auto const& embed : message.at("embeds")) {
      // "🔴 CRITICAL (still) · alert · place" and "project · incident #3"
      auto const title = embed.at("title").get<std::string>();
      auto const footer = embed.at("footer").at("text").get<std::string>();
      auto const begin = title.find(' ') + 1;
      auto state = title.substr(begin, title.find(" ·") - begin);
      std::erase(state, '\\');
      out.push_back(footer.substr(footer.find('#') + 1) + ": " + state);
    }
  }
  return out;
}

void Daemon::stop() {
  app_->stop();
  run_for(std::chrono::seconds{3});
  EXPECT_TRUE(root_->empty()) << "the daemon did not stop";
  kill();
}

void Daemon::kill() {
  if (root_ && !root_->empty()) {
    app_->cancel();
    root_->cancel();
    loop_->restart();
    loop_->run();
  }
  root_.reset();
  app_.reset();
  workers_.reset();
  loop_.reset();
}

app::App::Once Daemon::run_once() {
  make_app();
  auto const once = run_on(*loop_, live_once(*app_));
  kill();
  return once;
}

void Daemon::serve_discord(FakeDiscord& discord, std::string_view url) {
  http.serve(std::string(url), [this, &discord](HttpRequest const& request) -> Result<HttpResponse> {
    auto const target = parse_url(request.url.reveal())->target;
    return discord.answer(request.method, target, request.headers.at(0).second, request.body, clock.now());
  });
}

store::Store Daemon::store() const { return *store::Store::open_to_read(folder.path("state")); }

void Daemon::expect_discord(int count) {
  for (int i = 0; i < count; ++i) http.answer(std::string(kDiscord), response(200, "{}"));
}

void Daemon::expect_slack(int count) {
  for (int i = 0; i < count; ++i) http.answer(std::string(kSlack), response(200, "ok"));
}

std::vector<std::string> Daemon::sent_to(std::string_view url) const {
  std::vector<std::string> bodies;
  for (auto const& request : http.seen) {
    if (!request.url.reveal().starts_with(url)) continue;
    auto const type = std::ranges::find(request.headers, std::string("Content-Type"), &Header::first);
    bodies.push_back(payload_json(type == request.headers.end() ? "" : type->second, request.body));
  }
  return bodies;
}

std::vector<std::string> Daemon::open() const {
  std::vector<std::string> out;
  for (auto const& [id, incident] : app_->state().open)
    out.push_back(incident.key.rule + " " + std::string(name_of(incident.level)));
  return out;
}

}  // namespace lapwing::test
