// SPDX-License-Identifier: Apache-2.0
#include "github/link.hpp"

#include "core/text.hpp"
#include "io/http.hpp"

namespace lapwing::github {

std::string next_link(std::string_view header) {
  // <https://…?page=2>; rel="next", <https://…?page=20>; rel="last"
  while (!header.empty()) {
    auto const open = header.find('<');
    auto const close = header.find('>', open);
    if (open == header.npos || close == header.npos) return "";
    auto const end = std::min(header.find(",", close), header.size());
    auto const parameters = header.substr(close + 1, end - close - 1);
    if (parameters.find("rel=\"next\"") != parameters.npos || parameters.find("rel=next") != parameters.npos)
      return std::string(header.substr(open + 1, close - open - 1));
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return "";
}

std::string path_on(std::string_view api_url, std::string_view url) {
  auto const base = parse_url(api_url);
  if (!base) return "";
  bool const is_path = url.starts_with('/') && !url.starts_with("//");
  auto const wanted = is_path ? std::nullopt : parse_url(url);
  std::string target;
  if (is_path) {
    auto const whole = parse_url(std::string(base->tls ? "https://" : "http://") + base->host + std::string(url));
    if (!whole) return "";
    target = whole->target;
  } else if (wanted && wanted->tls == base->tls && wanted->host == base->host && wanted->port == base->port) {
    target = wanted->target;
  } else {
    return "";
  }
  auto const prefix = base->target == "/" ? std::string() : base->target;
  if (!prefix.empty() && !target.starts_with(prefix + "/")) return "";
  return target.substr(prefix.size());
}

std::string html_url(std::string_view api_url, std::string_view repository) {
  auto const url = parse_url(api_url);
  if (!url) return "";
  auto const host = url->host == "api.github.com" ? "github.com" : url->host;
  return "https://" + host + (url->port == "443" ? "" : ":" + url->port) + "/" + std::string(repository);
}

std::string escape_path(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (char const c : path) {
    bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
      continue;
    }
    auto const byte = static_cast<unsigned char>(c);
    (out += '%') += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

}  // namespace lapwing::github
