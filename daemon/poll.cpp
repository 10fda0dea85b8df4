// SPDX-License-Identifier: Apache-2.0
#include "ask.hpp"
#include "core/quantity.hpp"
#include "core/text.hpp"
#include "io/clock.hpp"
#include "io/http_routes.hpp"
#include "report/progress_bar.hpp"

#include <CLI/CLI.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>

namespace lapwing::daemon {
namespace {

using namespace std::chrono_literals;
using nlohmann::ordered_json;

constexpr Duration kPollLimit = 11min;  // beyond the daemon's own
constexpr Duration kLookLimit = 10s;
constexpr Duration kLookEvery = 500ms;
constexpr Duration kLineEvery = 10s;
constexpr std::size_t kCells = 20;

std::string target_of(std::string const& poller) { return "/v1/poll/" + encode_segment(poller); }

std::string count_of(ordered_json const& number, std::string const& what) {
  return format_quantity(number.get<double>(), Unit::count) + " " + what;
}

Exit poll_now(Common const& common, std::string const& poller) {
  auto const reply = ask_daemon(common, "poll", Method::post, target_of(poller), kPollLimit);
  if (!reply) return Exit::unreachable;
  if (reply->status != 200) return report_refusal("poll", *reply);
  auto const& body = reply->body;
  bool const success = body.value("success", false);
  if (common.json())
    print(body.dump(2) + "\n");
  else if (!success)
    print_error(poller + ": could not be read: " + body.value("error", "") + "\n");
  else if (!common.quiet)
    print(poller + ": read, " + count_of(body["samples"], "samples") + "\n");
  return success ? Exit::fine : Exit::finding;
}

/// Shows how far a back-fill is: a bar that is drawn anew on a terminal, else a line every now and then.
class Display {
 public:
  explicit Display(Common const& common)
      : silent_(common.quiet || common.json()), terminal_(!silent_ && ::isatty(STDOUT_FILENO) != 0) {}

  void show(std::string const& poller, ordered_json const& backfill, bool is_last) {
    auto const now = steady_now();
    if (silent_ || (!terminal_ && !is_last && next_line_ && now < *next_line_)) return;
    next_line_ = now + kLineEvery;
    auto const done = backfill.value("done", std::size_t{0}), total = backfill.value("total", std::size_t{0});
    auto const state = backfill.value("state", "");
    std::string text = "back-fill " + poller;
    text += terminal_ ? "  " + report::progress_bar(done, total, kCells) + " " : ": ";
    text += std::to_string(done) + " of " + count_of(backfill["total"], "days") + ", " +
            count_of(backfill["samples"], "samples");
    if (state.starts_with("waiting")) text += ", " + state;
    print(terminal_ ? "\r" + cut(text, columns() - 1) + "\x1b[K" : text + "\n");
    drawn_ = terminal_;
    if (is_last) end();
  }

  /// What is printed next stands on a line of its own.
  void end() {
    if (std::exchange(drawn_, false)) print("\n");
  }

 private:
  static std::size_t columns() {
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 10 ? size.ws_col : 80;
  }

  bool silent_;
  bool terminal_;
  bool drawn_ = false;
  std::optional<SteadyTime> next_line_;
};

/// From here on Ctrl-C ends a wait, not the program.
class Interrupts {
 public:
  Interrupts() {
    sigemptyset(&interrupt_);
    sigaddset(&interrupt_, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &interrupt_, nullptr);
  }
  /// True if it was pressed within that time.
  bool wait(Duration length) const {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(length);
    timespec const limit{seconds.count(), std::chrono::nanoseconds(length - seconds).count()};
    return ::sigtimedwait(&interrupt_, nullptr, &limit) == SIGINT;
  }

 private:
  sigset_t interrupt_{};
};

Exit follow(Common const& common, std::string const& poller) {
  Interrupts const interrupts;
  Display display(common);
  for (;;) {
    auto const reply = ask_daemon(common, "poll", Method::get, target_of(poller), kLookLimit);
    if (!reply) {
      display.end();
      print_error("what the back-fill has brought until now is kept; the same command goes through it again\n");
      return Exit::unreachable;
    }
    if (reply->status != 200) return report_refusal("poll", *reply);
    auto const& backfill = reply->body["backfill"];
    if (!backfill.is_object()) {
      display.end();
      print_error("lapwing poll: a reload or a restart has ended the back-fill of " + poller +
                  "; what it brought is kept, the same command goes through it again\n");
      return Exit::finding;
    }
    auto const state = backfill.value("state", "");
    bool const is_over = state == "done" || state == "failed";
    display.show(poller, backfill, is_over);
    if (is_over && common.json()) print(reply->body.dump(2) + "\n");
    if (state == "failed")
      print_error("lapwing poll: the back-fill of " + poller + " has failed: " + backfill.value("error", "") + "\n");
    if (is_over) return state == "done" ? Exit::fine : Exit::finding;
    if (interrupts.wait(kLookEvery)) {
      display.end();
      print_error("the daemon goes on with it; the same command shows how far it is\n");
      return Exit::fine;
    }
  }
}

Exit backfill(Common const& common, std::string const& poller, std::string const& span) {
  auto const length = parse_duration(span);
  if (!length) {
    print_error("lapwing poll: --backfill: " + length.error().message + "\n");
    return Exit::usage;
  }
  auto const target = target_of(poller) + "?backfill=" + encode_segment(span);
  auto const reply = ask_daemon(common, "poll", Method::post, target, kLookLimit);
  if (!reply) return Exit::unreachable;
  if (reply->status == 409) {
    if (!common.quiet) print_error(reply->error() + " already; nothing new is started\n");
  } else if (reply->status != 202) {
    return report_refusal("poll", *reply);
  }
  return follow(common, poller);
}

}  // namespace

std::function<Exit()> make_poll(CLI::App& command, Common const& common) {
  struct Arguments {
    std::string poller;
    std::string backfill;
  };
  auto const given = std::make_shared<Arguments>();  // shared by the parser, which fills it, and the action
  command.add_option("NAME", given->poller, "A name under `pollers:`")->required();
  command
      .add_option(
          "--backfill", given->backfill,
          "Read this much of the source's past, day by day, and show how far it is; Ctrl-C ends the showing alone")
      ->type_name("SPAN");
  return [&common, given] {
    return given->backfill.empty() ? poll_now(common, given->poller) : backfill(common, given->poller, given->backfill);
  };
}

}  // namespace lapwing::daemon
