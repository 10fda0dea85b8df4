// SPDX-License-Identifier: Apache-2.0
#include "notify/destination.hpp"

#include "io/hmac.hpp"
#include "io/http.hpp"

namespace lapwing::notify {

Destination destination_of(Secret const& url) {
  auto const parsed = parse_url(url.reveal());
  return {parsed ? parsed->host : "", hmac_sha256(url, "lapwing destination").substr(0, 16)};
}

}  // namespace lapwing::notify
