// SPDX-License-Identifier: Apache-2.0
// The part of a courier that puts right what older messages say.
#include "core/milestone.hpp"
#include "notify/courier_steps.hpp"
#include "notify/message.hpp"
#include "notify/pacing.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace lapwing::notify {

using namespace std::chrono_literals;
using boost::asio::awaitable;

namespace {

/// No edit waits longer for its next try, whatever was done to the clock.
constexpr Duration kLongestEditWait = 5min;
/// An edit that fails so often is not worth more.
constexpr std::int64_t kMostEditTries = 8;

}  // namespace

/// Puts right one message that no longer says what is true, when nothing else is to be told.
awaitable<Courier::Step> Courier::send_edit() {
  if (edits_.empty() || record_.refusals > 0) co_return Step{Duration{0}, true};
  auto const now = services_.clock.now();
  auto const left = std::chrono::ceil<Duration>(edits_ready_ - services_.clock.steady());
  auto const due = std::clamp(edits_.front().due - now, Duration{0}, kLongestEditWait);
  auto const wait = std::max({left, due, wait_left()});
  if (wait > Duration{0}) co_return Step{wait};
  auto const edit = edits_.front();
  edits_.erase(edits_.begin());
  auto const name = channel_.name;
  auto read = [this, name, edit] { return services_.store.told_in(name, edit.message); };
  auto const told = co_await services_.store_worker.run(std::move(read));
  if (!told) {
    is_stale_ = true;
    spdlog::error("message not read channel={} error=\"{}\"", name, told.error().message);
    co_return Step{30s};
  }
  Outcome outcome{.kind = Outcome::Kind::bad_message};
  if (!told->empty()) {
    auto message = edited_message(*told, letterhead_.project, letterhead_.zone, now);
    co_await add_charts(message, *told);
    if (auto request = channel_.notifier->edit(message, edit.message)) {
      milestone("edit");
      Payload payload(*std::move(request));
      outcome = co_await deliver(std::move(payload));
    }
  }
  co_await end_edit(edit, outcome);
  co_return Step{};
}

awaitable<void> Courier::end_edit(store::Edit edit, Outcome outcome) {
  using enum Outcome::Kind;
  auto const name = channel_.name;
  auto const steady = services_.clock.steady();
  bool const is_over = outcome.kind == delivered || outcome.kind == bad_message || ++edit.tries >= kMostEditTries;
  auto wait = outcome.wait.value_or(Duration{0});
  if (outcome.kind == delivered) ++counters_.edited;
  if (!is_over) {
    ++counters_.retried;
    wait = std::max(wait, back_off(edit.tries, services_.jitter()));
    edit.due = services_.clock.now() + wait;
  }
  if (outcome.kind != delivered && !outcome.why.empty())
    spdlog::warn("message not changed channel={} reason=\"{}\" next=\"{}\"", name, outcome.why,
                 is_over ? "left as it is" : "once more");
  edits_ready_ = steady + wait;
  if (outcome.whole_host) {
    hold(wait);
    hold_host_(*this, wait);
  }
  if (!is_over) edits_.push_back(edit);
  auto job = [this, name, edit, is_over] {
    return is_over ? services_.store.end_edit(name, edit) : services_.store.put_off(name, edit);
  };
  co_await write(std::move(job));
}

}  // namespace lapwing::notify
