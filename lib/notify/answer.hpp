// SPDX-License-Identifier: Apache-2.0
// What an answer means by its status alone, as HTTP has it, before a channel looks for its own words in the body.
#pragma once

#include "io/http.hpp"
#include "notify/notifier.hpp"

#include <string>
#include <string_view>

namespace lapwing::notify {

/// 2xx delivered; 3xx bad_destination (never followed: the body would go to someone else); 408, 425, 429 and 5xx retry,
/// with the wait of Retry-After; 401, 403, 404, 405, 407 and 410 bad_destination; any other 4xx bad_message; anything
/// else retry. `why` is "SERVICE answered STATUS"; a channel adds its own words and, for a bad destination, the remedy.
Outcome outcome_by_status(HttpResponse const& answer, std::string_view service);

/// What a person can do about a bad destination when the status is all there is.
std::string_view remedy_for(int status);

/// True for a web page where a machine's answer was due: a login portal, a proxy's or Cloudflare's error page.
bool is_web_page(HttpResponse const& answer);

/// What a server said, as it may be logged and stored: without the URL or a part of it that could be its credential
/// (that goes first: half a token is one too), printable, at most `limit` characters.
std::string safe_reason(std::string said, Secret const& url, std::size_t limit = 300);

}  // namespace lapwing::notify
