// SPDX-License-Identifier: Apache-2.0
// The recent runs of one workflow in the order of their numbers: since when it fails, and what was the last good
// commit.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lapwing::poll {

class RunChain {
 public:
  struct Link {
    std::int64_t number;  ///< the run's number within its workflow
    std::int64_t id;
    bool good;
    std::string sha;
  };

  /// How things stood with a run: it and all failing ones right before it.
  struct View {
    std::size_t failures = 0;         ///< in a row; 0 where the run was good
    Link const* first_bad = nullptr;  ///< the first of them
    Link const* last_good = nullptr;  ///< the one before it, where that is known
  };

  /// Puts a run in its place, or in place of its earlier attempt.
  void set(Link link);
  /// Takes a run out: its latest attempt counts neither way.
  void remove(std::int64_t id);
  /// Pointers are valid until the next change.
  View view(std::int64_t number) const;
  /// The id of the run with the highest number; 0 where there is none.
  std::int64_t newest() const { return links_.empty() ? 0 : links_.back().id; }
  /// Keeps what later runs may need: the last good run and all after it, and the newest few.
  void trim();

  nlohmann::json to_json() const;
  /// Damaged entries are passed over.
  static RunChain from_json(nlohmann::json const& json);

 private:
  std::vector<Link> links_;  // by number
};

}  // namespace lapwing::poll
