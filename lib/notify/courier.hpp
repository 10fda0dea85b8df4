// SPDX-License-Identifier: Apache-2.0
// Delivers what one channel is owed: one message on its way at a time, the worst first, at least once, in the channel's
// own pace. What is owed stands in the store alone, so a kill between any two steps is mended by the next start.
#pragma once

#include "alert/attention.hpp"
#include "io/clock.hpp"
#include "io/http_client.hpp"
#include "io/later.hpp"
#include "io/workers.hpp"
#include "notify/notifier.hpp"
#include "notify/plan.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::notify {

/// What couriers work with; everything outlives them.
struct DispatcherServices {
  Clock& clock;
  HttpClient& http;
  Workers& workers;       ///< programs are run on it
  Workers& store_worker;  ///< all calls into the store are made on it
  store::Store& store;
  std::function<double()> jitter;               ///< in [0, 1)
  std::function<void(std::string_view)> print;  ///< the console channel's way out
};

struct Channel {
  std::string name;
  std::unique_ptr<Notifier> notifier;
};

/// Who is told, what and when.
struct Policy {
  Routes routes;
  /// Why nothing is told of an incident at present, given what the channel heard last; empty: all may be told.
  std::function<std::optional<alert::Held>(alert::Incident const&, Level told)> held = {};
  /// How long after a message the incident is told again, if so many reminders were sent; empty: never.
  std::function<std::optional<Duration>(alert::Incident const&, std::int64_t reminders)> remind = {};
  /// What draws an incident's chart (PNG, "" where there is none), on the store's worker; empty: nothing can.
  std::function<std::function<Result<std::string>()>(alert::Incident const&)> chart = {};
  /// How long a wave waits for company; what is due later than that is so only because the clock was set back.
  Duration group_wait{};
};

/// How all messages are headed.
struct Letterhead {
  std::string project;
  Zone zone;
};

/// Who wants to know how deliveries fare.
struct Listeners {
  /// A channel begins or ceases to work.
  std::function<void(std::string const& channel, bool works, std::string const& why)> health;
  /// Messages were given up: a channel will never have them.
  std::function<void(std::string const& channel, std::vector<store::Owed> const& debts, std::string const& why)>
      given_up;
};

/// What has happened since the start.
struct Counters {
  std::uint64_t attempts = 0;    ///< requests and prints, edits and tests included
  std::uint64_t delivered = 0;   ///< messages that the channel took
  std::uint64_t edited = 0;      ///< messages that were changed where they stand
  std::uint64_t retried = 0;     ///< attempts that are to be made again: limits, outages
  std::uint64_t refused = 0;     ///< attempts that the destination refused as such
  std::uint64_t degraded = 0;    ///< messages refused in full that go out as plain text
  std::uint64_t given_up = 0;    ///< incidents whose message became a dead letter
  std::uint64_t superseded = 0;  ///< debts that said nothing any more
};

/// How a channel fares at present.
struct Fares {
  std::string channel;
  bool is_failing = false;  ///< it refused, or three attempts in a row failed
  Duration behind{};        ///< so long it has had something to tell, and told nothing
};

class Courier {
 public:
  /// `hold_host(host, wait)` makes the other channels on a host wait too, and gives their records.
  using HoldHost = std::function<std::vector<store::ChannelRecord>(Courier const& from, Duration wait)>;

  Courier(DispatcherServices& services, Channel channel, Policy const& policy, Letterhead const& letterhead,
          Listeners const& listeners, HoldHost hold_host);
  Courier(Courier const&) = delete;
  Courier& operator=(Courier const&) = delete;

  std::string const& name() const { return channel_.name; }
  std::string const& host() const { return destination_.host; }
  Counters const& counters() const { return counters_; }
  Fares fares() const;
  store::ChannelRecord const& record() const { return record_; }
  /// Takes up how the channel fared before a restart. A record of another destination says nothing about this one.
  void restore(store::ChannelRecord const& record);
  /// Nothing is sent for so long.
  void hold(Duration wait);
  /// What a person changed may be tried at once.
  void try_now();

  /// Until `stop`, or cancelled.
  boost::asio::awaitable<void> run();
  /// Sends all that is owed, without waiting for company; waits out short rate limits. False if something is left at
  /// the deadline.
  boost::asio::awaitable<bool> flush(SteadyTime deadline);
  void wake();
  void stop();

  /// One test message, before everything else; it waits for limits like any other. How it went comes later.
  std::shared_ptr<Later<Outcome>> test(Level level);

 private:
  struct Pile;
  struct Step;
  struct Wish {
    Level level;
    std::shared_ptr<Later<Outcome>> answer;
  };

  boost::asio::awaitable<Step> step(bool wait_for_company);
  boost::asio::awaitable<Step> send_test();
  boost::asio::awaitable<Step> send_news(Pile pile);
  boost::asio::awaitable<Step> send_edit();
  boost::asio::awaitable<bool> load();
  boost::asio::awaitable<void> add_charts(Notification& message, std::vector<store::Owed> const& debts);
  boost::asio::awaitable<Outcome> deliver(Payload payload);
  boost::asio::awaitable<void> give_up(std::vector<store::Owed> debts, std::string why);
  boost::asio::awaitable<void> settle(Outcome outcome, std::vector<store::Owed> told,
                                      std::vector<store::Owed> superseded);
  boost::asio::awaitable<void> end_edit(store::Edit edit, Outcome outcome);
  boost::asio::awaitable<void> write(std::function<Result<void>()> job);

  Pile sort_out();
  void put_back(std::vector<store::Owed> debts);
  void plan_reminders(std::vector<store::Owed>& told) const;
  std::vector<store::ChannelRecord> take_outcome(Outcome const& outcome);
  void report_failure(Outcome const& outcome, std::size_t incidents);
  void report_health(Outcome const& outcome);
  Duration wait_left() const;

  DispatcherServices& services_;
  Channel channel_;
  Destination destination_;
  Policy const& policy_;
  Letterhead const& letterhead_;
  Listeners const& listeners_;
  HoldHost hold_host_;
  std::unique_ptr<Alarm> alarm_;
  bool stopping_ = false;

  store::ChannelRecord record_;
  SteadyTime ready_{};         // of record_.not_before, which counts by the system clock and so over restarts
  SteadyTime edits_ready_{};   // changing messages has limits of its own
  Form form_ = Form::full;     // plain after the channel refused a full message, until one is delivered
  std::optional<bool> works_;  // as last reported
  Counters counters_;
  std::optional<SteadyTime> behind_since_;  // there is something to tell, or may be

  bool is_stale_ = true;              // the store may hold other debts than these
  std::vector<store::Owed> backlog_;  // what was read and not settled yet
  std::vector<store::Edit> edits_;
  std::optional<TimePoint> next_reminder_;
  std::optional<SteadyTime> wave_began_;  // since when there are news that wait for company
  bool continues_ = false;                // the last message left some of its wave to the next
  std::deque<Wish> wishes_;
};

}  // namespace lapwing::notify
