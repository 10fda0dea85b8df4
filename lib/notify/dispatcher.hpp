// SPDX-License-Identifier: Apache-2.0
// Delivers what channels are owed: one task and one message on its way per channel, at least once, in the channel's own
// pace. What is owed stands in the store alone, so a kill between any two steps is mended by the next start.
#pragma once

#include "alert/attention.hpp"
#include "io/clock.hpp"
#include "io/http_client.hpp"
#include "io/task_group.hpp"
#include "io/workers.hpp"
#include "notify/notifier.hpp"
#include "notify/plan.hpp"
#include "store/store.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::notify {

/// What the dispatcher works with; everything outlives it.
struct DispatcherServices {
  Clock& clock;
  HttpClient& http;
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
};

/// How all messages are headed.
struct Letterhead {
  std::string project;
  Zone zone;
};

class Dispatcher {
 public:
  /// `on_health(channel, works, why)` hears when a channel begins or ceases to work.
  Dispatcher(DispatcherServices services, std::vector<Channel> channels, Policy policy, Letterhead letterhead,
             std::function<void(std::string const&, bool, std::string const&)> on_health);
  Dispatcher(Dispatcher const&) = delete;
  Dispatcher& operator=(Dispatcher const&) = delete;
  ~Dispatcher();

  /// Takes up how the channels fared before a restart. Call once, before start.
  void restore(std::vector<store::ChannelRecord> const& records);
  /// How each channel fares now.
  std::vector<store::ChannelRecord> records() const;
  /// One task per channel. They end by `stop` or when the group is cancelled.
  void start(TaskGroup& tasks);
  /// There may be new debts, or what was held may be told now.
  void wake();
  /// No new message is begun; the tasks end as soon as the one on its way is answered and recorded.
  void stop();

  /// Sends everything owed now, without waiting for company; waits out short rate limits and tries again within
  /// `limit`. True if nothing is owed any more.
  boost::asio::awaitable<bool> flush(Duration limit);

 private:
  struct Line;
  struct Attempt;
  struct Pile;

  boost::asio::awaitable<void> run_channel(Line& line);
  boost::asio::awaitable<Attempt> attempt(Line& line, bool wait_for_company);
  Pile sort_out(std::string const& channel, std::vector<store::Owed> owed) const;
  void plan_reminders(std::vector<store::Owed>& told, TimePoint now) const;
  boost::asio::awaitable<Outcome> deliver(Line& line, Payload payload);
  boost::asio::awaitable<void> conclude(Line& line, Outcome outcome, std::vector<store::Owed> news,
                                        std::vector<store::Owed> superseded);
  void take_outcome(Line& line, Outcome const& outcome);
  void report_health(Line& line, Outcome const& outcome);

  DispatcherServices services_;
  Policy policy_;
  Letterhead letterhead_;
  std::function<void(std::string const&, bool, std::string const&)> on_health_;
  std::vector<std::unique_ptr<Line>> lines_;
  bool stopping_ = false;
};

}  // namespace lapwing::notify
