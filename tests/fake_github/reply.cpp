// SPDX-License-Identifier: Apache-2.0
#include "fake_github/reply.hpp"

namespace lapwing::fake_github {

Reply refusal(int status, std::string const& message, std::vector<Header> headers) {
  return {status,
          R"({"message":")" + message + R"(","documentation_url":"https://docs.github.com/rest","status":")" +
              std::to_string(status) + R"("})",
          std::move(headers)};
}

}  // namespace lapwing::fake_github
