// SPDX-License-Identifier: Apache-2.0
#include "poll/security_options.hpp"

#include "config/map_reader.hpp"

namespace lapwing::poll {

SecurityOptions read_security_options(config::MapReader& map) {
  SecurityOptions options;
  options.path = map.required_path("path");
  options.target = map.text("target", "");
  return options;
}

}  // namespace lapwing::poll
