// SPDX-License-Identifier: Apache-2.0
#include "notify/dispatcher.hpp"

namespace lapwing::notify {

using boost::asio::awaitable;

Dispatcher::Dispatcher(DispatcherServices services, std::vector<Channel> channels, Policy policy, Letterhead letterhead,
                       Listeners listeners)
    : services_(std::move(services)),
      policy_(std::move(policy)),
      letterhead_(std::move(letterhead)),
      listeners_(std::move(listeners)) {
  for (auto& channel : channels) {
    couriers_.push_back(
        std::make_unique<Courier>(services_, std::move(channel), policy_, letterhead_, listeners_,
                                  [this](Courier const& from, Duration wait) { return hold_host(from, wait); }));
  }
}

Dispatcher::~Dispatcher() = default;

Courier* Dispatcher::find(std::string_view channel) {
  for (auto& courier : couriers_) {
    if (courier->name() == channel) return courier.get();
  }
  return nullptr;
}

void Dispatcher::restore(std::vector<store::ChannelRecord> const& records) {
  for (auto const& record : records) {
    if (auto* const courier = find(record.name)) courier->restore(record);
  }
}

std::vector<store::ChannelRecord> Dispatcher::records() const {
  std::vector<store::ChannelRecord> out;
  for (auto const& courier : couriers_) out.push_back(courier->record());
  return out;
}

std::vector<Fares> Dispatcher::fares() const {
  std::vector<Fares> out;
  for (auto const& courier : couriers_) out.push_back(courier->fares());
  return out;
}

std::map<std::string, Counters> Dispatcher::counters() const {
  std::map<std::string, Counters> out;
  for (auto const& courier : couriers_) out[courier->name()] = courier->counters();
  return out;
}

void Dispatcher::start(TaskGroup& tasks) {
  for (auto& courier : couriers_) tasks.spawn("channel " + courier->name(), courier->run());
}

void Dispatcher::wake() {
  for (auto& courier : couriers_) courier->wake();
}

void Dispatcher::stop() {
  for (auto& courier : couriers_) courier->stop();
}

awaitable<bool> Dispatcher::flush(Duration limit) {
  auto const deadline = services_.clock.steady() + limit;
  bool all_settled = true;
  for (auto& courier : couriers_) {
    auto const settled = co_await courier->flush(deadline);
    all_settled = all_settled && settled;
  }
  co_return all_settled;
}

std::vector<store::ChannelRecord> Dispatcher::hold_host(Courier const& from, Duration wait) {
  std::vector<store::ChannelRecord> held;
  for (auto& courier : couriers_) {
    if (courier.get() == &from || from.host().empty() || courier->host() != from.host()) continue;
    courier->hold(wait);
    held.push_back(courier->record());
  }
  return held;
}

}  // namespace lapwing::notify
