// SPDX-License-Identifier: Apache-2.0
// Addresses: where GitHub says to go on (held to the API's own host), and the pages for people. Pure.
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

/// The page of a repository for people: https://github.com/owner/name, on an Enterprise Server its own host.
std::string html_url(std::string_view api_url, std::string_view repository);

/// The path of a file as it may stand in a URL: all but letters, digits and -._~/ percent-encoded.
std::string escape_path(std::string_view path);

}  // namespace lapwing::github
