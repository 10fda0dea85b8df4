// SPDX-License-Identifier: Apache-2.0
// How much of GitHub's limits may be used, and until when to keep still. Pure; survives a restart in a poller's cursor.
#pragma once

#include "github/answer.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace lapwing::github {

/// All tokens of one user share one limit, so what others use counts as used. `share` of what remained when the hour
/// began (or was first seen) may be used, spread over the hour: half of it at once, the rest as time goes by.
class Budget {
 public:
  /// Why nothing may be sent now and until when; absent where it may.
  struct Pause {
    TimePoint until;
    std::string why;
    bool by_github;  ///< imposed; else it is our own pace
  };
  std::optional<Pause> pause(double share, TimePoint now) const;

  /// Takes in what an answer says of the limits. A limit without a hint pauses for a minute, and twice as long each
  /// time it comes again, up to 15 minutes.
  void take(Answer const& answer, TimePoint now);

  std::optional<long long> remaining() const { return now_.remaining; }
  std::optional<long long> limit() const { return now_.limit; }
  /// Requests to this API that counted, since the hour began.
  long long counted() const { return counted_; }

  nlohmann::json to_json() const;
  /// Anything damaged gives a fresh budget.
  static Budget from_json(nlohmann::json const& json);

 private:
  Allowance now_;
  long long at_start_ = 0;  // what remained when this hour was first seen
  long long counted_ = 0;
  TimePoint paused_until_{};
  std::string paused_because_;
  int hintless_ = 0;  // limits without a hint, in a row
};

}  // namespace lapwing::github
