// SPDX-License-Identifier: Apache-2.0
// A request's target taken apart, and put together again for the next page.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::fake_github {

struct Query {
  std::vector<std::string> path;  ///< decoded, without empty parts
  std::map<std::string, std::string> values;

  /// "" where absent.
  std::string get(std::string const& name) const;
  /// The fallback where it is absent, no number, or below 1.
  std::size_t number(std::string const& name, std::size_t fallback) const;
  /// ?name=value&… with those changed; "" removes.
  std::string with(std::map<std::string, std::string> const& changed) const;
};

Query parse_target(std::string_view target);

}  // namespace lapwing::fake_github
