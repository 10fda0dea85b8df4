// SPDX-License-Identifier: Apache-2.0
// A change of one number of one alert, as on a command line: model-accuracy.warning=70%. It is put into the YAML tree
// before that is read, so that it is checked as if it stood in the file.
#pragma once

#include "config/value.hpp"
#include "core/result.hpp"

#include <string>
#include <string_view>

namespace lapwing::rules {

struct Edit {
  std::string alert;
  std::string key;  ///< info, warning, critical, recover or for
  std::string value;
  std::string text;  ///< all of it, as written

  /// Where problems with it are said to be.
  config::Place place() const;
};

/// Errors: invalid, with the form, or with the nearest key.
Result<Edit> parse_edit(std::string_view text);

/// Puts it into an alert file's tree; false where the file has no such alert.
bool apply(Edit const& edit, config::Value& document);

}  // namespace lapwing::rules
