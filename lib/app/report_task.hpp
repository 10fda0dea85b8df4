// SPDX-License-Identifier: Apache-2.0
// Hands reports to their channels when they are due. What is handed out is a row a channel; the report is made when it
// is sent.
#pragma once

#include "app/options.hpp"
#include "app/services.hpp"
#include "core/agenda.hpp"
#include "store/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lapwing::app {

class ReportTask {
 public:
  /// `on_owed` is called when there are new debts. All outlive the task.
  ReportTask(Services& services, store::Store& store, Options const& options, std::function<void()> on_owed);
  ReportTask(ReportTask const&) = delete;
  ReportTask& operator=(ReportTask const&) = delete;

  /// Until `stop`. A report that has never been due before begins with its first slot to come; one that was missed is
  /// made up for once, as of the slot that was missed.
  boost::asio::awaitable<void> run();
  void stop();

 private:
  boost::asio::awaitable<bool> restore();
  boost::asio::awaitable<bool> hand_out(std::size_t index, TimePoint slot, std::vector<std::string> channels);

  Services& services_;
  store::Store& store_;
  Options const& options_;
  std::function<void()> on_owed_;
  std::unique_ptr<Alarm> alarm_;
  std::vector<Agenda> agendas_;  // of options_.reports
  bool stopping_ = false;
};

}  // namespace lapwing::app
