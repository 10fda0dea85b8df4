// SPDX-License-Identifier: Apache-2.0
// Where GitHub says to go on: the Link header and redirects, held to the API's own host. Pure.
#pragma once

#include <string>
#include <string_view>

namespace lapwing::github {

/// The URL of rel="next" in a Link header; "" where there is none.
std::string next_link(std::string_view header);

/// The path (with query) of a URL on the API, without the API's base: "/repositories/4711/actions/runs?page=2" for
/// https://api.github.com/repositories/… and for https://HOST/api/v3/repositories/…. A path alone is taken as it is.
/// "" for any other host, scheme or port and for anything outside the base: a token must never go there.
std::string path_on(std::string_view api_url, std::string_view url);

}  // namespace lapwing::github
