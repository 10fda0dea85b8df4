// SPDX-License-Identifier: Apache-2.0
// Silences and acknowledgements while the daemon runs: taken from people, stored with who did it, and asked by the
// dispatcher whether an incident may be told.
#pragma once

#include "alert/attention.hpp"
#include "app/pipeline.hpp"
#include "app/services.hpp"
#include "store/store.hpp"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace lapwing::app {

class Hush {
 public:
  /// `on_change`: what may be told has changed. References outlive it.
  Hush(Services& services, store::Store& store, Pipeline& pipeline, std::function<void()> on_change);
  Hush(Hush const&) = delete;
  Hush& operator=(Hush const&) = delete;

  /// Once, after the pipeline's.
  boost::asio::awaitable<Result<void>> load();
  /// What the configuration says, after each load of it.
  void adopt(std::vector<alert::QuietHours> quiet_hours, Zone zone, rules::Remind remind);

  Zone const& zone() const { return attention_.zone; }

  /// As notify::Policy asks.
  std::optional<alert::Held> held(alert::Incident const& incident, Level told) const;
  std::optional<Duration> remind(alert::Incident const& incident, std::int64_t reminders) const;

  struct Wish {
    std::string matchers;
    TimePoint ends;
    std::string why;
  };
  /// The silence with its id. Errors: invalid (matchers, an end that is past or beyond kLongestSilence, no reason),
  /// storage.
  boost::asio::awaitable<Result<alert::Silence>> add(Wish wish, std::string who);
  /// Ends it now. Errors: not_found where no such silence holds, storage.
  boost::asio::awaitable<Result<void>> remove(alert::SilenceId id, std::string who);
  /// Counts until the incident gets worse or closes. Errors: not_found where no such incident is open, storage.
  boost::asio::awaitable<Result<alert::Ack>> acknowledge(alert::IncidentId id, std::string why, std::string who);
  /// After each transaction of the pipeline's: forgets what that has ended, as the store has.
  void drop_ended_acks();
  /// Errors: storage.
  boost::asio::awaitable<Result<void>> note(std::vector<store::AuditRow> rows);

  /// The open incidents that a silence is about.
  std::vector<alert::Incident> covered(alert::Silence const& silence) const;

  /// Whether it is about anything that is watched: else it was perhaps mistyped.
  bool is_about_something(alert::Silence const& silence) const;

  /// When the next silence wants word of its end; absent for none.
  std::optional<TimePoint> next_word() const;
  /// Tells of those that end soon and under which incidents are open, each once.
  void tell_what_ends();

 private:
  Services& services_;
  store::Store& store_;
  Pipeline& pipeline_;
  std::function<void()> on_change_;
  alert::Attention attention_;
  rules::Remind remind_;
  std::set<alert::SilenceId> word_given_;  // of their end
};

}  // namespace lapwing::app
