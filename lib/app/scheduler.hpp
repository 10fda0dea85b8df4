// SPDX-License-Identifier: Apache-2.0
// Polls each source when its schedule says so. A poller never overlaps itself; a poll that fails is counted, shown and
// judged.
#pragma once

#include "app/options.hpp"
#include "app/pipeline.hpp"
#include "app/services.hpp"
#include "io/task_group.hpp"

#include <memory>
#include <vector>

namespace lapwing::app {

class Scheduler {
 public:
  /// The options outlive the scheduler.
  Scheduler(Services& services, Pipeline& pipeline, Options& options);
  Scheduler(Scheduler const&) = delete;
  Scheduler& operator=(Scheduler const&) = delete;
  ~Scheduler();

  /// Takes up when each poller ran last and where it stood. Call once, before start.
  void restore(std::vector<store::PollerRecord> const& records);
  /// How each poller stands now.
  std::vector<store::PollerRecord> records() const;
  /// One task per poller. One that has never run, or that missed a run while the daemon was down, runs at once, once.
  void start(TaskGroup& tasks);
  /// No new poll is begun.
  void stop();
  /// Polls every source now, one after the other. The number of sources that could not be read.
  boost::asio::awaitable<std::size_t> poll_all();

 private:
  struct Source;
  boost::asio::awaitable<void> run(Source& source);
  boost::asio::awaitable<bool> poll_once(Source& source);

  Services& services_;
  Pipeline& pipeline_;
  Zone zone_;
  std::vector<std::unique_ptr<Source>> sources_;
  bool stopping_ = false;
};

}  // namespace lapwing::app
