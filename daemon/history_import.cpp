// SPDX-License-Identifier: Apache-2.0
#include "app/history_import.hpp"

#include "app/history_routes.hpp"
#include "app/json_answer.hpp"
#include "ask.hpp"
#include "exchange/sample_writer.hpp"
#include "help.hpp"
#include "io/clock.hpp"
#include "progress.hpp"
#include "store/state_lock.hpp"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <csignal>

namespace lapwing::daemon {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLimit = 60s;  // beyond the daemon's own
/// What the control socket takes in one request, with some room.
constexpr std::size_t kMostBytes = 60 * 1024;
/// What is dated later than this from now was written by a clock that is off.
constexpr Duration kClocksDiffer = 24h;

struct Wanted {
  std::string file, format = "auto", model;
};

std::string figure(std::size_t count) { return format_quantity(double(count), Unit::count); }

/// Into the store itself, while no daemon has it. What it opens is judged by the daemon's next start.
class Local {
 public:
  static Result<Local> open(std::string const& state) {
    auto lock = store::StateLock::take(state);
    if (!lock) return lock.error();
    auto opened = store::Store::open(state);
    if (!opened) return opened.error();
    return Local(*std::move(lock), *std::move(opened));
  }
  Result<app::Taken> take(std::vector<Sample> samples) {
    auto const changed = store_.keep_news(samples);
    if (!changed) return changed.error();
    app::Taken const taken{samples.size() - *changed, *changed};
    store::Commit commit;
    commit.samples = std::move(samples);
    if (commit.samples.empty()) return taken;
    if (auto const stored = store_.commit(commit); !stored) return stored.error();
    return taken;
  }
  Result<void> note(std::string const& file, app::Taken const& taken) {
    return store_.note(
        {{system_now(), app::name_of_user(::geteuid()), app::describe_import(file, taken.added, taken.changed)}});
  }

 private:
  Local(store::StateLock lock, store::Store store) : lock_(std::move(lock)), store_(std::move(store)) {}
  store::StateLock lock_;
  store::Store store_;
};

/// Through the running daemon.
class Remote {
 public:
  explicit Remote(Common const& common) : common_(common) {}

  Result<app::Taken> take(std::vector<Sample> samples) {
    std::string text;
    exchange::SampleWriter writer(exchange::Format::jsonl, [&](std::string_view piece) {
      text += piece;
      return Result<void>();
    });
    for (auto const& one : samples) {
      series::Point const point{one.at, one.value};
      if (auto const added = writer.add(one.metric, one.labels, {&point, 1}); !added) return added.error();
    }
    if (auto const finished = writer.finish(); !finished) return finished.error();
    if (text.size() > kMostBytes && samples.size() > 1) return take_halves(std::move(samples));
    auto const asked = try_daemon(common_, "history import", Method::post, "/v1/history", kLimit,
                                  "application/x-ndjson", std::move(text));
    auto const reply = answer(asked);
    if (!reply) return reply.error();
    return app::Taken{reply->value("added", std::size_t{0}), reply->value("changed", std::size_t{0})};
  }
  Result<void> note(std::string const& file, app::Taken const& taken) {
    auto body = nlohmann::ordered_json::object();
    body["file"] = file;
    body["added"] = taken.added;
    body["changed"] = taken.changed;
    auto const asked = try_daemon(common_, "history import", Method::post, "/v1/history/imported", kLimit, body);
    if (auto const reply = answer(asked); !reply) return reply.error();
    return {};
  }

 private:
  static Result<nlohmann::ordered_json> answer(Asked const& asked) {
    if (!asked.reply) return Error{ErrorKind::unreachable, "the daemon can not be reached:\n" + asked.why};
    if (asked.reply->status != 200) return Error{ErrorKind::unreachable, "the daemon: " + asked.reply->error()};
    return asked.reply->body;
  }
  Result<app::Taken> take_halves(std::vector<Sample> samples) {
    std::vector<Sample> rest(std::make_move_iterator(samples.begin() + std::ptrdiff_t(samples.size() / 2)),
                             std::make_move_iterator(samples.end()));
    samples.resize(samples.size() / 2);
    auto const first = take(std::move(samples));
    if (!first) return first;
    auto const second = take(std::move(rest));
    if (!second) return second;
    return app::Taken{first->added + second->added, first->changed + second->changed};
  }

  Common const& common_;
};

std::string summary(std::string const& file, app::Imported const& done, Duration retention) {
  auto const [added, changed] = done.taken;
  auto const known = done.samples - done.too_old - added - changed;
  auto out = file + ": " + figure(done.samples) + (done.samples == 1 ? " sample, " : " samples, ") + figure(added) +
             " new, " + figure(changed) + " changed, " + figure(known) + " known already\n";
  if (done.too_old > 0)
    out += figure(done.too_old) + " are older than `retention` (" + format_duration(retention) +
           ") and were left out; raise it to keep them\n";
  if (!done.remark.empty()) out += done.remark + "\n";
  if (done.skipped == 0) return out;
  out += figure(done.skipped) + (done.skipped == 1 ? " was" : " were") + " skipped:\n";
  for (auto const& reason : done.reasons) out += "  " + reason + "\n";
  if (done.skipped > done.reasons.size()) out += "  and " + figure(done.skipped - done.reasons.size()) + " more\n";
  return out;
}

/// From here on Ctrl-C, and whatever else asks for an end, is noticed between two batches alone.
class Interruptions {
 public:
  Interruptions() {
    sigemptyset(&signals_);
    for (int const one : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals_, one);
    ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  bool came() const {
    timespec const at_once{};
    return ::sigtimedwait(&signals_, nullptr, &at_once) > 0;
  }

 private:
  sigset_t signals_{};
};

/// What was taken is noted, however the import ends.
template <class Into>
Exit import_into(Into& into, app::ImportWish const& wish, Duration retention) {
  Interruptions const interruptions;
  app::Taken so_far;
  auto const take = [&](std::vector<Sample> samples) -> Result<app::Taken> {
    if (interruptions.came())
      return Error{ErrorKind::unreachable, "interrupted; the same command takes the rest, nothing comes twice"};
    auto const taken = into.take(std::move(samples));
    if (!taken) return taken.error();
    so_far.added += taken->added;
    so_far.changed += taken->changed;
    return taken;
  };
  std::optional<Progress> bar(std::in_place, "import");
  auto const done = app::import_file(wish, take, [&](double share) { bar->show(share); });
  bar.reset();
  auto const count = so_far.added + so_far.changed;
  auto const noted = count > 0 ? into.note(wish.file, so_far) : Result<void>();
  if (done)
    print(summary(wish.file, *done, retention));
  else
    print_error("lapwing history import: " + done.error().message +
                (count == 0 ? "\n" : "\n" + figure(count) + " samples were imported before that\n"));
  if (!noted) print_error("lapwing history import: not noted for the audit: " + noted.error().message + "\n");
  if (!done) return done.error().kind == ErrorKind::invalid ? Exit::finding : Exit::unreachable;
  if (!noted) return Exit::unreachable;
  return done->skipped == 0 ? Exit::fine : Exit::finding;
}

Exit run_import(Common const& common, Wanted const& wanted) {
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  auto const now = system_now();
  app::ImportWish wish;
  wish.file = wanted.file;
  wish.format = exchange::parse_format(wanted.format);
  wish.is_performance_history = wanted.format == "performance_history";
  wish.model = wanted.model;
  wish.oldest = now - options->retention.age;
  wish.newest = now + kClocksDiffer;
  auto local = Local::open(options->state);
  if (local) return import_into(*local, wish, options->retention.age);
  if (local.error().kind != ErrorKind::busy) {
    print_error("lapwing history import: " + local.error().message + "\n");
    return Exit::unreachable;
  }
  Remote remote(common);
  return import_into(remote, wish, options->retention.age);
}

}  // namespace

std::function<Exit()> make_history_import(CLI::App& command, Common const& common) {
  auto const wanted = std::make_shared<Wanted>();  // shared by the parser, which fills it, and the action
  command.add_option("FILE", wanted->file, "What `history export` wrote, or a performance_history.jsonl; also .gz")
      ->required();
  command.add_option("--format", wanted->format, "auto, csv, jsonl, openmetrics or performance_history")
      ->check(one_of({"auto", "csv", "jsonl", "openmetrics", "performance_history"}))
      ->capture_default_str();
  command.add_option("--model", wanted->model, "The model of a performance history whose rows name none")
      ->type_name("NAME");
  return [&common, wanted] { return run_import(common, *wanted); };
}

}  // namespace lapwing::daemon
