// SPDX-License-Identifier: Apache-2.0
// The couriers of all channels. One task each; what they share are the limits of a host.
#pragma once

#include "io/task_group.hpp"
#include "notify/courier.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lapwing::notify {

class Dispatcher {
 public:
  Dispatcher(DispatcherServices services, std::vector<Channel> channels, Policy policy, Letterhead letterhead,
             Listeners listeners);
  Dispatcher(Dispatcher const&) = delete;
  Dispatcher& operator=(Dispatcher const&) = delete;
  ~Dispatcher();

  /// Takes up how the channels fared before a restart. Call once, before start.
  void restore(std::vector<store::ChannelRecord> const& records);
  /// How each channel fares now.
  std::vector<store::ChannelRecord> records() const;
  std::vector<Fares> fares() const;
  /// By channel.
  std::map<std::string, Counters> counters() const;
  /// One task per channel. They end by `stop` or when the group is cancelled.
  void start(TaskGroup& tasks);
  /// There may be new debts, or what was held may be told now.
  void wake();
  /// No new message is begun; the tasks end as soon as the one on its way is answered and recorded.
  void stop();

  /// Sends everything owed now, without waiting for company; waits out short rate limits and tries again within
  /// `limit`. True if nothing is owed any more.
  boost::asio::awaitable<bool> flush(Duration limit);

  /// The courier of a channel, or nullptr.
  Courier* find(std::string_view channel);

 private:
  std::vector<store::ChannelRecord> hold_host(Courier const& from, Duration wait);

  DispatcherServices services_;
  Policy policy_;
  Letterhead letterhead_;
  Listeners listeners_;
  std::vector<std::unique_ptr<Courier>> couriers_;
};

}  // namespace lapwing::notify
