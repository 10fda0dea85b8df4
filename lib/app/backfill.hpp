// SPDX-License-Identifier: Apache-2.0
// Reads a source's past, in slices of a day, the oldest first, so that history is judged in its order.
#pragma once

#include "app/pipeline.hpp"
#include "io/clock.hpp"
#include "poll/poller.hpp"

#include <optional>
#include <string>

namespace lapwing::app {

/// One back-fill. Its owner calls `step` when it is due and does what else there is in between; to end it early, drop
/// it. What it has brought stays.
class Backfill {
 public:
  enum class State { running, waiting, done, failed };

  struct Progress {
    State state = State::running;
    std::size_t days_done = 0;
    std::size_t days_total = 0;
    std::size_t samples = 0;
    std::size_t events = 0;
    std::string why;  ///< why it waits, or has failed
  };

  /// From `span` before `now` until `now`; `poller` is the name for the log.
  Backfill(std::string poller, TimePoint now, Duration span);

  Progress const& progress() const { return progress_; }
  /// When there is something to do; absent once it is done or has failed.
  std::optional<TimePoint> due() const;

  /// Reads the next slice and hands it to the pipeline. Where the source is busy, or the pipeline full, the same slice
  /// is due again later; any other error ends the back-fill. Events that are not clearly older than the last good poll
  /// are left to the polls, which make news of them. Only when due.
  boost::asio::awaitable<void> step(Services const& services, Pipeline& pipeline, poll::Poller& poller,
                                    poll::PollContext context, std::optional<TimePoint> last_good_poll);

 private:
  void wait(TimePoint until, std::string why);
  void fail(std::string why);

  std::string poller_;
  TimePoint begin_;
  TimePoint end_;
  TimePoint due_;
  Progress progress_;
};

}  // namespace lapwing::app
