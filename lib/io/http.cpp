// SPDX-License-Identifier: Apache-2.0
#include "io/http.hpp"

#include "core/text.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace lapwing {

namespace {

constexpr std::size_t kMaxHostBytes = 253;  // RFC 1035; TLS takes no longer one either

bool is_plain(char c) { return c > ' ' && c < '\x7f' && c != '\\'; }

// Percent-encoding and the punctuation that RFC 3986 allows in a host name have no place in one that is looked up,
// written into a Host line and compared with a certificate.
bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

// A zone such as %25eth0 means something on one machine only.
bool is_ipv6_character(char c) { return c == ':' || c == '.' || is_host_character(c); }

}  // namespace

std::optional<std::string_view> HttpResponse::header(std::string_view name) const {
  auto const wanted = to_lower(name);
  for (auto const& [key, value] : headers) {
    if (to_lower(key) == wanted) return value;
  }
  return std::nullopt;
}

std::optional<Url> parse_url(std::string_view text) {
  namespace urls = boost::urls;
  if (!std::all_of(text.begin(), text.end(), is_plain)) return std::nullopt;
  auto const parsed = urls::parse_uri(text);
  if (!parsed || !parsed->has_authority() || parsed->has_userinfo()) return std::nullopt;

  auto const scheme = parsed->scheme_id();
  if (scheme != urls::scheme::http && scheme != urls::scheme::https) return std::nullopt;
  Url url{.tls = scheme == urls::scheme::https, .host = {}, .port = {}, .target = {}, .is_ip_literal = false};

  auto const kind = parsed->host_type();
  url.is_ip_literal = kind == urls::host_type::ipv4 || kind == urls::host_type::ipv6;
  url.host = to_lower(std::string_view(parsed->encoded_host_address()));
  auto const fits = kind == urls::host_type::ipv6 ? is_ipv6_character : is_host_character;
  if (url.host.empty() || url.host.size() > kMaxHostBytes || kind == urls::host_type::ipvfuture) return std::nullopt;
  if (!std::all_of(url.host.begin(), url.host.end(), fits)) return std::nullopt;

  url.port = url.tls ? "443" : "80";
  if (std::string_view const port = parsed->port(); !port.empty()) {
    // port_number() of 1.81 wraps around at 2^16 for some values.
    unsigned number = 0;
    auto const [end, failure] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (failure != std::errc() || number == 0 || number > 65535) return std::nullopt;
    url.port = std::to_string(number);
  }

  // parse_uri of 1.81 takes what follows a complete authority for a path: https://host:80x/, https://1.2.3.4x/.
  auto const path = parsed->encoded_path();
  if (!path.empty() && !path.starts_with('/')) return std::nullopt;
  url.target = std::string_view(parsed->encoded_target());
  if (!url.target.starts_with('/')) url.target.insert(0, 1, '/');
  return url;
}

std::string_view name_of(Method method) {
  constexpr std::array<std::string_view, 6> names{"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"};
  return names[static_cast<std::size_t>(method)];
}

}  // namespace lapwing
