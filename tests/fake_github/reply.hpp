// SPDX-License-Identifier: Apache-2.0
// An answer before manners (ETag, limits) are put on it.
#pragma once

#include "io/http.hpp"

#include <string>
#include <vector>

namespace lapwing::fake_github {

struct Reply {
  int status = 200;
  std::string body;
  std::vector<Header> headers{};  ///< besides those that every answer has
  std::string type = "application/json; charset=utf-8";
};

/// {"message": …, "documentation_url": …, "status": "404"}
Reply refusal(int status, std::string const& message, std::vector<Header> headers = {});

}  // namespace lapwing::fake_github
