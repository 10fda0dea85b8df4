// SPDX-License-Identifier: Apache-2.0
// The repository itself, its workflows, artifacts and caches. Pure over bytes.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::github {

struct Repository {
  std::int64_t id = 0;
  std::string full_name;       ///< owner/name, as it is called now
  std::string default_branch;  ///< "" where the body does not say
  std::string owner;
  bool is_private = false;
  bool is_owned_by_organization = false;
};

/// Errors: invalid.
Result<Repository> parse_repository(std::string_view bytes);

struct Workflow {
  std::int64_t id = 0;
  std::string name;
  std::string path;
  std::string state;  ///< active, deleted, disabled_fork, disabled_inactivity, disabled_manually or a new word
};

/// Reads {"workflows": […]}. Errors: invalid.
Result<std::vector<Workflow>> parse_workflows(std::string_view bytes);

struct Artifact {
  std::string name;
  std::int64_t bytes = 0;
  bool is_expired = false;
};

/// Reads {"artifacts": […]}. Errors: invalid.
Result<std::vector<Artifact>> parse_artifacts(std::string_view bytes);

/// The bytes of all active caches. Errors: invalid.
Result<std::int64_t> parse_cache_usage(std::string_view bytes);

}  // namespace lapwing::github
