// SPDX-License-Identifier: Apache-2.0
#include "notify/send.hpp"

#include "core/text.hpp"

namespace lapwing::notify {
namespace {

boost::asio::awaitable<Outcome> attempt(WaysOut const& ways, Notifier const& notifier, Payload payload) {
  if (auto* const text = std::get_if<ConsoleText>(&payload)) {
    ways.print(text->text);
    co_return Outcome();
  }
  if (auto* const call = std::get_if<ProgramCall>(&payload)) {
    auto run = [call](std::stop_token stop) { return run_program(*call, std::move(stop)); };
    auto const ran = co_await ways.workers.run(std::move(run));
    co_return notifier.classify_run(ran);
  }
  auto request = std::get<HttpRequest>(std::move(payload));
  auto const answer = co_await ways.http.send(std::move(request));
  Outcome outcome;
  if (answer) {
    outcome = notifier.classify(*answer);
    outcome.status = answer->status;
  } else {
    outcome.kind = Outcome::Kind::retry;
    outcome.why = printable(answer.error().message);
  }
  co_return outcome;
}

}  // namespace

boost::asio::awaitable<Outcome> send(WaysOut const& ways, Notifier const& notifier, Payload payload) {
  auto outcome = co_await attempt(ways, notifier, std::move(payload));
  outcome.why = ways.redact(outcome.why);
  co_return outcome;
}

}  // namespace lapwing::notify
