// SPDX-License-Identifier: Apache-2.0
// The performance_history.jsonl of the monitoring guide, for the user's notebooks: a line an hour and model, with the
// newest values. Nothing of Lapwing's own reads it.
#pragma once

#include "app/pipeline.hpp"
#include "app/services.hpp"
#include "core/agenda.hpp"
#include "core/zone.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>

namespace lapwing::app {

/// {"timestamp": "2026-03-02T13:00:00", "accuracy": 0.71, "f1_score": 0.69, "rmse": 1.2, "r_squared": 0.3,
///  "training_samples": 292, "test_samples": 73, "model": "bitcoin"}
/// A line a model, sorted; what is not known is null, a model of which nothing is known has none. UTC without a zone,
/// as Python's utcnow().isoformat() writes it: with one, pandas would refuse to compare it with the guide's week_ago.
std::string history_lines(std::function<std::vector<poll::NewestSample>(std::string const& metric)> const& newest,
                          TimePoint at);

/// The instant of the file's last whole line; absent where there is none. Errors: unreadable.
Result<std::optional<TimePoint>> last_history_line(std::string const& path);

/// In one write, behind a newline where the last line was cut. Errors: unreadable, naming the file and the remedy.
Result<void> append_history(std::string const& path, std::string const& lines);

class HistoryFile {
 public:
  HistoryFile(Services& services, Pipeline& pipeline, std::string path, Zone zone);
  HistoryFile(HistoryFile const&) = delete;
  HistoryFile& operator=(HistoryFile const&) = delete;

  /// Until `stop`: at each full hour, once, also over a restart. An hour without the daemon has no line. Each time says
  /// by `history_file.success` whether it could be written.
  boost::asio::awaitable<void> run();
  void stop();

 private:
  boost::asio::awaitable<void> restore();
  boost::asio::awaitable<void> write(TimePoint slot);
  void report(Result<void> const& written);

  Services& services_;
  Pipeline& pipeline_;
  std::string path_;
  Zone zone_;
  Agenda agenda_;
  std::unique_ptr<Alarm> alarm_;
  std::string error_;  // as last told
  bool stopping_ = false;
};

}  // namespace lapwing::app
