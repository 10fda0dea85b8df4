// SPDX-License-Identifier: Apache-2.0
// parse_url: whatever it accepts is safe to look up, to compare with a certificate and to write into a request.
#include "io/http.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

bool is_clean(std::string_view text) {
  for (char const c : text) {
    if (c <= ' ' || c >= '\x7f') return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const url = lapwing::parse_url(std::string_view(reinterpret_cast<char const*>(data), size));
  if (!url) return 0;
  must(!url->host.empty() && is_clean(url->host) && url->host.find_first_of("@/%[]") == std::string::npos);
  must(url->target.starts_with('/') && is_clean(url->target) && url->target.find('#') == std::string::npos);
  auto const port = std::stoul(url->port);
  must(port >= 1 && port <= 65535);

  auto const host = url->host.find(':') == std::string::npos ? url->host : "[" + url->host + "]";
  auto const again = lapwing::parse_url((url->tls ? "https://" : "http://") + host + ":" + url->port + url->target);
  must(again && again->tls == url->tls && again->host == url->host && again->port == url->port);
  must(again->target == url->target && again->is_ip_literal == url->is_ip_literal);
  return 0;
}
