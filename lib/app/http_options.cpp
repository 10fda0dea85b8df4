// SPDX-License-Identifier: Apache-2.0
#include "app/http_options.hpp"

#include "core/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>

namespace lapwing::app {
namespace {

constexpr std::string_view kDefault = "127.0.0.1:9877";
constexpr std::size_t kShortestToken = 16;

/// 127.0.0.1:9877, [::1]:9877 or localhost:9877.
std::optional<HttpOptions> parse(std::string_view text) {
  auto const colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  HttpOptions out;
  auto const port = text.substr(colon + 1);
  auto const [end, fault] = std::from_chars(port.data(), port.data() + port.size(), out.port);
  if (port.empty() || fault != std::errc() || end != port.data() + port.size()) return std::nullopt;
  auto const host = text.substr(0, colon);
  bool const is_bracketed = host.starts_with('[') && host.ends_with(']');
  out.address = is_bracketed ? host.substr(1, host.size() - 2) : host == "localhost" ? "127.0.0.1" : host;
  in6_addr ignored{};
  if (::inet_pton(is_bracketed ? AF_INET6 : AF_INET, out.address.c_str(), &ignored) != 1) return std::nullopt;
  return out;
}

bool is_loopback(std::string const& address) { return address.starts_with("127.") || address == "::1"; }

}  // namespace

std::optional<HttpOptions> read_http(config::MapReader& root) {
  Secret token;
  if (root.has("http_token")) {
    token = root.required_secret("http_token");
    if (!token.empty() && token.reveal().size() < kShortestToken)
      root.problem("http_token", "http_token is too short to keep anybody out: give it at least " +
                                     std::to_string(kShortestToken) + " characters");
  }
  if (root.is_text("http", "off")) return std::nullopt;
  auto const text = root.text("http", kDefault);
  auto options = parse(text);
  if (!options) {
    root.problem("http", "http: '" + printable(text, 60) + "' is no address of this machine with a port; write " +
                             std::string(kDefault) + ", \"[::1]:9877\", or off");
    return std::nullopt;
  }
  if (!is_loopback(options->address) && token.empty())
    root.problem("http", "http: other machines can reach " + options->address + ": it needs `http_token`, at least " +
                             std::to_string(kShortestToken) + " characters that they must show; or use " +
                             std::string(kDefault));
  options->token = std::move(token);
  return options;
}

}  // namespace lapwing::app
