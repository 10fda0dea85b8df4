// SPDX-License-Identifier: Apache-2.0
// Delivers what one channel is owed: one message on its way at a time, the worst first, at least once, in the channel's
// own pace. What is owed stands in the store alone, so a kill between any two steps is mended by the next start.
#pragma once

#include "io/later.hpp"
#include "notify/delivery.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lapwing::notify {

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
  boost::asio::awaitable<Step> send_report();
  boost::asio::awaitable<void> settle_report(store::ReportDebt debt, Outcome outcome);
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
  void end_backing_off();
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
  std::vector<store::ReportDebt> reports_;
  std::optional<TimePoint> next_reminder_;
  std::optional<SteadyTime> wave_began_;  // since when there are news that wait for company
  bool continues_ = false;                // the last message left some of its wave to the next
  std::deque<Wish> wishes_;
};

}  // namespace lapwing::notify
