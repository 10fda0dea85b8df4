// SPDX-License-Identifier: Apache-2.0
// Lists in pages, with Link headers that point at /repositories/4711/…, never at /repos/acme/price-model.
#pragma once

#include "fake_github/query.hpp"
#include "fake_github/reply.hpp"

#include <functional>
#include <string>

namespace lapwing::fake_github {

/// Items are written only for the page that is asked for.
struct List {
  std::size_t count;
  std::function<std::string(std::size_t)> write;
  std::size_t most = SIZE_MAX;  ///< so many are ever shown, however many there are
};

/// {"total_count": …, "<key>": […]}; with an empty key the bare array. `place` is the path after the host.
Reply paged(List const& list, std::string const& key, std::string const& api, std::string const& place,
            Query const& query);

/// A bare array whose Link knows only `before` and `after`. Errors: 400 where `page` is asked for.
Reply paged_by_cursor(List const& list, std::string const& api, std::string const& place, Query const& query);

}  // namespace lapwing::fake_github
