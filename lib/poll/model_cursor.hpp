// SPDX-License-Identifier: Apache-2.0
// Which versions of which models the polls before have brought, so that each is brought once.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace lapwing::poll {

class ModelCursor {
 public:
  /// `in_part`: brought from the manifest or the history while its own metadata file was not readable.
  enum class Taken { no, in_part, whole };

  /// A damaged or foreign text gives the empty cursor: then everything is brought again, which the store sees as known.
  static ModelCursor from_text(std::string_view text);
  /// JSON, about 20 bytes a version.
  std::string to_text() const;

  Taken taken(std::string const& model, std::string const& version) const;
  void take(std::string const& model, std::string const& version, Taken how);
  /// Keeps what `before` knew and this does not (a file that can not be read today), while there are fewer than
  /// `limit` versions; the greatest names, which are the newest stamps, first.
  void keep_absent(ModelCursor const& before, std::size_t limit);

 private:
  std::map<std::pair<std::string, std::string>, Taken> versions_;  // by model and version
};

}  // namespace lapwing::poll
