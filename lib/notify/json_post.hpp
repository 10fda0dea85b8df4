// SPDX-License-Identifier: Apache-2.0
// How JSON is posted to a webhook.
#pragma once

#include "io/http.hpp"

#include <string>

namespace lapwing::notify {

inline HttpRequest json_post(Secret const& url, std::string body) {
  HttpRequest request;
  request.method = Method::post;
  request.url = url;
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::move(body);
  return request;
}

}  // namespace lapwing::notify
