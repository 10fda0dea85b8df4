// SPDX-License-Identifier: Apache-2.0
#include "app/app.hpp"

#include "app/data_state.hpp"
#include "app/service_status.hpp"
#include "app/web.hpp"
#include "rules/difference.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;

namespace {

/// The pipeline judges at once, unless the store fails.
constexpr Duration kJudgementLimit = 10s;

Error stopping_error() { return {ErrorKind::unreachable, "lapwing is stopping"}; }

}  // namespace

App::App(Services services, Options options, std::function<Result<Options>()> load)
    : services_(std::move(services)),
      options_(std::move(options)),
      load_(std::move(load)),
      more_time_(services_),
      flights_(services_.loop, log_failed_task),
      core_(services_.loop, log_failed_task),
      signal_(services_.clock.make_alarm()) {}

App::~App() = default;

awaitable<Result<void>> App::open() {
  core_.spawn("more time", more_time_.run());
  auto opened = co_await do_open();
  more_time_.stop();
  co_return opened;
}

awaitable<Result<void>> App::do_open() {
  auto const state = options_->state;
  if (state != ":memory:") {
    auto lock = store::StateLock::take(state);
    if (!lock) co_return lock.error();
    lock_.emplace(*std::move(lock));
  }
  auto open_store = [state] { return store::Store::open(state); };
  auto opened = co_await services_.store_worker.run(std::move(open_store));
  if (!opened) co_return opened.error();
  store_.emplace(*std::move(opened));
  auto on_commit = [this] {
    hush_->drop_ended_acks();
    assembly_->dispatcher().wake();
    if (control_) say_status();
  };
  pipeline_ = std::make_unique<Pipeline>(services_, *store_, std::move(on_commit));
  auto const loaded = co_await pipeline_->load();
  if (!loaded) co_return loaded.error();
  auto read_pollers = [this] { return store_->pollers(); };
  auto const pollers = co_await services_.store_worker.run(std::move(read_pollers));
  if (!pollers) co_return pollers.error();
  auto read_channels = [this] { return store_->channels(); };
  auto const channels = co_await services_.store_worker.run(std::move(read_channels));
  if (!channels) co_return channels.error();
  hush_ = std::make_unique<Hush>(services_, *store_, *pipeline_, [this] {
    assembly_->dispatcher().wake();
    signal_->ring();
  });
  auto const hushed = co_await hush_->load();
  if (!hushed) co_return hushed.error();
  web_ = std::make_unique<Web>(services_, *store_, *pipeline_);
  assemble(std::move(*options_), {});
  options_.reset();
  assembly_->scheduler().restore(*pollers);
  assembly_->dispatcher().restore(*channels);
  co_return Result<void>();
}

/// Builds an Assembly from options that are known to be good. It does not run yet.
void App::assemble(Options options, std::optional<alert::Edits> edits) {
  say_what_is_gone(options);
  rules_ = options.rules;
  web_->show(std::make_shared<View const>(view_of(options)));
  judged_ = std::make_shared<Later<std::vector<alert::Transition>>>(services_.clock);
  auto on_first = [judged = judged_](std::vector<alert::Transition> const& moves) { judged->set(moves); };
  auto pollers = poller_types(options);
  pipeline_->adopt({std::move(options.rules), options.routes, options.group_wait, std::move(pollers), std::move(edits),
                    std::move(on_first)});
  notify::Listeners listeners;
  listeners.health = [this](std::string const& channel, bool works, std::string const& why) {
    say_of_itself("channel.success", Labels{{"channel", channel}}, works ? 1 : 0, why);
  };
  listeners.given_up = [this](std::string const& channel, std::vector<store::Owed> const& debts,
                              std::string const& why) { say_what_was_given_up(channel, debts, why); };
  listeners.report_given_up = [this](std::string const& channel, store::ReportDebt const& debt,
                                     std::string const& why) {
    say_given_up(channel, debt.report + " " + format_utc(debt.at), "the " + debt.report + " report", why);
  };
  hush_->adopt(options.quiet_hours, options.zone, options.remind);
  assembly_ = std::make_unique<Assembly>(services_, *pipeline_, *store_, *hush_, std::move(options),
                                         std::move(listeners), flights_);
}

awaitable<void> App::run() {
  say_of_itself("config.valid", {}, 1, "");  // also ends what a refused reload began before a restart
  core_.spawn("pipeline", pipeline_->run());
  auto const judged = judged_;
  co_await judged->wait(kJudgementLimit);  // who may be told hangs on the rules
  assembly_->start();
  open_control();
  web_->serve(assembly_->options().http);
  services_.service_state("READY=1");
  say_status();
  if (services_.watchdog) {
    watchdog_ = std::make_unique<Watchdog>(services_, *pipeline_, *services_.watchdog);
    core_.spawn("watchdog", watchdog_->run());
  }
  while (!stopping_) {
    auto const tomorrow = services_.clock.now() + 24h;
    auto const later = std::min(tomorrow, hush_->next_word().value_or(tomorrow));
    co_await signal_->wait_until(later);
    if (stopping_) continue;
    hush_->tell_what_ends();
    if (reload_asked_.empty() || stopping_) continue;
    auto const asked = std::exchange(reload_asked_, {});
    auto const reloaded = co_await do_reload();
    auto who = asked.front().who;
    co_await record(reloaded, std::move(who));
    for (auto const& one : asked) one.answer->set(reloaded);
  }
  services_.service_state("STOPPING=1");
  spdlog::info("stopping open_incidents={}", pipeline_->state().open.size());
  for (auto const& one : reload_asked_) one.answer->set(stopping_error());
  control_->stop();
  web_->stop();
  services_.workers.request_stop();
  co_await assembly_->stop(1s);
  co_await control_->drain(1s);
  if (watchdog_) watchdog_->stop();
  co_await web_->drain(1s);
  pipeline_->stop();
  co_await drain(services_, core_, 1s);
  co_await drain(services_, flights_, 1s);
}

/// Watching goes on without it: only the commands that change something do not work then.
void App::open_control() {
  Control::Daemon daemon{[this]() -> Scheduler& { return assembly_->scheduler(); },
                         [this](std::string who) { return reload(std::move(who)); },
                         *hush_,
                         [this]() -> notify::Dispatcher& { return assembly_->dispatcher(); },
                         *store_,
                         *pipeline_};
  control_ = std::make_unique<Control>(services_, std::move(daemon));
  auto const& options = assembly_->options();
  if (options.state == ":memory:") return;
  auto const opened = control_->open(options.control_socket);
  if (!opened) spdlog::error("no control socket error=\"{}\"", printable(opened.error().message));
}

/// Where it has changed.
void App::say_status() {
  auto status = service_status(assembly_->options().pollers.size(), rules_.all().size(), pipeline_->state());
  if (status == status_) return;
  status_ = std::move(status);
  services_.service_state("STATUS=" + status_);
}

void App::stop() {
  stopping_ = true;
  if (judged_) judged_->set({});  // a reload waits for nothing any more
  signal_->ring();
}

void App::cancel() {
  core_.cancel();
  if (control_) control_->cancel();
  if (web_) web_->cancel();
  if (assembly_) assembly_->cancel();
  flights_.cancel();
}

std::shared_ptr<Later<Result<Reloaded>>> App::reload(std::string who) {
  auto asked = std::make_shared<Later<Result<Reloaded>>>(services_.clock);
  if (stopping_)
    asked->set(stopping_error());
  else
    reload_asked_.push_back({std::move(who), asked});
  signal_->ring();
  return asked;
}

awaitable<Result<Reloaded>> App::do_reload() {
  using std::chrono::microseconds;
  auto const monotonic = std::chrono::duration_cast<microseconds>(services_.clock.steady().time_since_epoch());
  services_.service_state("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(monotonic.count()));
  auto options = load_();
  if (options && options->state != assembly_->options().state) {
    options = Error{ErrorKind::invalid, "`state:` can not change by a reload; restart lapwing"};
  }
  if (!options) {
    spdlog::error("reload refused, the old configuration stays:\n{}", options.error().message);
    auto const first_line = options.error().message.substr(0, options.error().message.find('\n'));
    say_of_itself("config.valid", {}, 0, first_line);
    services_.service_state("READY=1");
    co_return options.error();
  }
  auto changes = rules::difference(rules_, options->rules);
  Reloaded reloaded;
  for (auto& change : changes) {
    change.what = services_.redact(change.what);
    reloaded.alerts.push_back(text_of(change));
  }
  co_await assembly_->stop(1s);
  auto const pollers = assembly_->scheduler().records();
  auto const channels = assembly_->dispatcher().records();
  assemble(std::move(*options), by_alert(changes));
  assembly_->scheduler().restore(pollers);
  assembly_->dispatcher().restore(channels);
  say_of_itself("config.valid", {}, 1, "");
  assembly_->start();
  web_->serve(assembly_->options().http);
  spdlog::info("reloaded file={}", assembly_->options().file);
  for (auto const& line : reloaded.alerts) spdlog::info("reloaded change='{}'", line);
  services_.service_state("READY=1");
  say_status();
  if (stopping_) co_return reloaded;
  auto const judged = judged_;
  auto const moves = co_await judged->wait(kJudgementLimit);
  for (auto const& move : moves.value_or(std::vector<alert::Transition>{}))
    reloaded.incidents.push_back(describe(move));
  co_return reloaded;
}

/// What was changed, and by whom, for the audit.
awaitable<void> App::record(Result<Reloaded> const& reloaded, std::string who) {
  if (stopping_) co_return;
  auto const now = services_.clock.now();
  std::vector<store::AuditRow> rows;
  if (!reloaded) {
    auto const& message = reloaded.error().message;
    rows.push_back({now, who, "reload refused: " + services_.redact(message.substr(0, message.find('\n')))});
  } else {
    rows.push_back({now, who, reloaded->alerts.empty() ? "reload: no alert changed" : "reload"});
    for (auto const& line : reloaded->alerts) rows.push_back({now, who, "reload " + line});
  }
  auto const noted = co_await hush_->note(std::move(rows));
  if (!noted) spdlog::error("audit not written error=\"{}\"", noted.error().message);
}

awaitable<Result<App::Once>> App::run_once() {
  Once once;
  say_of_itself("config.valid", {}, 1, "");
  once.sources_failed = co_await assembly_->scheduler().poll_all();
  // Twice: a channel that fails in the first round is an incident that the others hear of in the second.
  for (auto const limit : {Duration{30s}, Duration{5s}}) {
    auto const judged = co_await pipeline_->tick();
    if (!judged) co_return judged.error();
    once.all_told = co_await assembly_->dispatcher().flush(limit);
  }
  co_await assembly_->housekeeping().clean();
  co_return once;
}

}  // namespace lapwing::app
