// SPDX-License-Identifier: Apache-2.0
// When something that goes by a schedule is to be done: once a slot, over restarts, suspends and clocks that are set.
// Pure: the time is an argument.
#pragma once

#include "core/schedule.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace lapwing {

/// What becomes of a slot that was missed because nobody was there: it is made up for once, or left.
enum class CatchUp { once, skip };

inline constexpr std::string_view name_of(CatchUp catch_up) { return catch_up == CatchUp::once ? "once" : "skip"; }

class Agenda {
 public:
  /// A slot that is to be done now.
  struct Due {
    TimePoint slot;          ///< when it should have been: never later than now
    std::size_t missed = 0;  ///< older slots that nobody does any more
  };

  explicit Agenda(Schedule every, CatchUp catch_up = CatchUp::once) : every_(std::move(every)), catch_up_(catch_up) {}

  Schedule const& every() const { return every_; }
  CatchUp catch_up() const { return catch_up_; }

  /// The slot that was done last, before a restart too; without this, what has never been done is due at once.
  void restore(TimePoint last) { last_ = last; }
  std::optional<TimePoint> last() const { return last_; }

  /// The newest slot that has come, which is done from now on, or nothing. With CatchUp::skip a slot that is more than
  /// a minute old is nothing, and gone.
  std::optional<Due> take(TimePoint now, Zone const& zone);
  /// What came while the thing itself was busy: these slots are skipped, and how many. Of a calendar's the newest is
  /// still to be done: nobody shall wait a day because somebody asked at the wrong minute.
  std::size_t skip_passed(TimePoint now, Zone const& zone);
  /// When `take` is worth asking again; `now` where it is so already.
  TimePoint next(TimePoint now, Zone const& zone) const;

 private:
  /// The slot after which the next one counts: where the clock was set back, not what lies far ahead.
  TimePoint base(TimePoint now) const;

  Schedule every_;
  CatchUp catch_up_;
  std::optional<TimePoint> last_;
};

}  // namespace lapwing
