// SPDX-License-Identifier: Apache-2.0
#include "app/http_guard.hpp"

#include "core/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

namespace lapwing::app {
namespace {

/// "" where there is none.
std::string_view header_of(HttpCall const& call, std::string_view name) {
  auto const found = std::ranges::find_if(call.headers, [&](Header const& one) { return to_lower(one.first) == name; });
  return found == call.headers.end() ? "" : trim(found->second);
}

/// The bytes of a base64 text, as far as it is one (RFC 4648).
std::string decode(std::string_view text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (char const c : text) {
    auto const digit = digits.find(c);
    if (digit == digits.npos) break;
    bits = (bits << 6 | unsigned(digit)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += char(bits >> count & 0xff);
  }
  return out;
}

/// What the request shows as a token; "" for nothing.
std::string shown_by(HttpCall const& call) {
  auto const header = header_of(call, "authorization");
  auto const blank = header.find(' ');
  if (blank == header.npos) return "";
  auto const scheme = to_lower(header.substr(0, blank));
  auto const value = trim(header.substr(blank));
  if (scheme == "bearer") return std::string(value);
  if (scheme != "basic") return "";
  auto const decoded = decode(value);
  auto const colon = decoded.find(':');
  return colon == decoded.npos ? "" : decoded.substr(colon + 1);
}

/// Takes as long for a text that differs early as for one that differs late.
bool is_same(std::string_view shown, std::string_view token) {
  unsigned volatile differ = shown.size() != token.size();
  for (std::size_t i = 0; i < shown.size(); ++i) differ = differ | unsigned(shown[i] ^ token[i % token.size()]);
  return differ == 0;
}

bool is_number_or_localhost(std::string_view host) {
  in6_addr ignored{};
  if (host.starts_with('['))
    return ::inet_pton(AF_INET6, std::string(host.substr(1, host.find(']') - 1)).c_str(), &ignored) == 1;
  auto const name = to_lower(host.substr(0, host.find(':')));
  return name == "localhost" || ::inet_pton(AF_INET, name.c_str(), &ignored) == 1;
}

}  // namespace

std::optional<HttpAnswer> refuse_stranger(HttpCall const& call, Secret const& token) {
  if (token.empty()) {
    auto const host = header_of(call, "host");
    if (host.empty() || is_number_or_localhost(host)) return std::nullopt;
    return refusal(421, "ask by the address in numbers or as localhost, or set http_token and show it");
  }
  if (is_same(shown_by(call), token.reveal())) return std::nullopt;
  auto answer = refusal(401, "show the http_token: as a bearer token, or as the password of any user");
  answer.headers.emplace_back("WWW-Authenticate", "Basic realm=\"Lapwing\", charset=\"UTF-8\"");
  answer.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"Lapwing\"");
  return answer;
}

}  // namespace lapwing::app
