// SPDX-License-Identifier: Apache-2.0
// Polls each source when its schedule says so, or when somebody asks, and reads its past between the polls. A source
// never overlaps itself: what comes due while it is read is skipped and counted. A poll that fails, or takes longer
// than its `timeout`, is counted, shown and judged.
#pragma once

#include "app/backfill.hpp"
#include "app/options.hpp"
#include "app/pipeline.hpp"
#include "app/services.hpp"
#include "io/later.hpp"
#include "io/task_group.hpp"

#include <memory>
#include <string>
#include <vector>

namespace lapwing::app {

/// How one poll ended.
struct Polled {
  bool success = false;
  std::string error;        ///< "" after a success
  std::size_t samples = 0;  ///< what it brought, beside what it says of itself
};

class Scheduler {
 public:
  /// The options outlive the scheduler, and `flights` everything: a poll that hangs in a dead mount can not be ended,
  /// and must not keep a reload waiting.
  Scheduler(Services& services, Pipeline& pipeline, Options& options, TaskGroup& flights);
  Scheduler(Scheduler const&) = delete;
  Scheduler& operator=(Scheduler const&) = delete;
  ~Scheduler();

  /// Takes up when each poller ran last and where it stood. Call once, before start.
  void restore(std::vector<store::PollerRecord> const& records);
  /// How each poller stands now.
  std::vector<store::PollerRecord> records() const;
  /// One task per poller. One that has never run, or that missed a run while the daemon was down, runs at once, once.
  void start(TaskGroup& tasks);
  /// No new poll is begun; whoever asked for one hears so, and back-fills end.
  void stop();
  /// After stop: cancels what is still being read. What can not be cancelled goes on without anybody.
  void abandon();
  /// Polls every source now, one after the other. The number of sources that could not be read.
  boost::asio::awaitable<std::size_t> poll_all();

  /// After start: a poll that begins now, or when the one that runs has ended; the schedule stays as it is. Those who
  /// ask meanwhile share it. The answer may be an Error: unreachable, where a reload or the end came first. Errors:
  /// not_found, with the names that there are; unreachable, while stopping.
  Result<std::shared_ptr<Later<Result<Polled>>>> poll_now(std::string const& name);
  /// After start: reads the past of a source that keeps one; polls go on in between. Errors: not_found; invalid (no
  /// history, or a span that is too short or too long); busy (one runs); unreachable.
  Result<void> start_backfill(std::string const& name, Duration span);
  /// Of the back-fill that was started last since the last reload, if any. Errors: not_found.
  Result<std::optional<Backfill::Progress>> backfill_progress(std::string const& name) const;

 private:
  struct Source;
  Result<Source*> find(std::string const& name) const;
  poll::PollContext context_for(Source const& source);
  boost::asio::awaitable<void> run(Source& source);
  boost::asio::awaitable<Result<Polled>> poll_once(Source& source);
  boost::asio::awaitable<Result<poll::PollReport>> read(Source& source);
  boost::asio::awaitable<void> pause(Source& source);

  Services& services_;
  Pipeline& pipeline_;
  TaskGroup& flights_;
  Zone zone_;
  std::vector<std::unique_ptr<Source>> sources_;
  bool stopping_ = false;
};

}  // namespace lapwing::app
