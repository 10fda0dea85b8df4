// SPDX-License-Identifier: Apache-2.0
// Where something stands in a file, and everything that is wrong with a configuration, all at once.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace lapwing::config {

/// A position in a file. Lines and columns count from 1; 0 means the whole file.
struct Place {
  std::shared_ptr<std::string const> file;  // shared by every Place of one document
  int line = 0;
  int column = 0;

  /// alerts.yaml:12:5
  std::string to_string() const;
};

struct Problem {
  Place place;
  std::string what;  ///< what is wrong and what was probably meant; no full stop
  std::string to_string() const { return place.to_string() + ": " + what; }
};

/// Collects problems while reading goes on, so that one run shows them all. Keeps at most 100.
class Problems {
 public:
  void add(Place place, std::string what);
  bool empty() const { return list_.empty(); }
  std::size_t size() const { return list_.size(); }
  std::vector<Problem> const& list() const { return list_; }
  /// One line each, in order of file and line.
  std::string to_string() const;

 private:
  std::vector<Problem> list_;
};

}  // namespace lapwing::config
