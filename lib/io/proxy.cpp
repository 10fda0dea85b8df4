// SPDX-License-Identifier: Apache-2.0
#include "io/proxy.hpp"

#include "core/text.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <openssl/evp.h>

#include <string_view>
#include <utility>

namespace lapwing {

namespace {

namespace ip = boost::asio::ip;
using Getenv = std::function<std::string(std::string const&)>;

/// The lower-case variable, else the upper-case one: its name and its value.
std::pair<std::string, std::string> variable(Getenv const& getenv, std::string const& lower, std::string const& upper) {
  auto value = getenv(lower);
  if (!value.empty()) return {lower, std::move(value)};
  return {upper, getenv(upper)};
}

std::string base64(std::string const& text) {
  std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');  // EVP_EncodeBlock adds a NUL
  auto const length =
      ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<unsigned char const*>(text.data()), static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

/// Whether `host` lies in a block such as 10.0.0.0/8 or fd00::/8.
bool is_in_block(std::string_view block, ip::address const& host) {
  boost::system::error_code no_block;
  if (host.is_v4()) {
    auto const net = ip::make_network_v4(std::string(block), no_block);
    return !no_block && ip::network_v4(host.to_v4(), net.prefix_length()).canonical() == net.canonical();
  }
  auto const net = ip::make_network_v6(std::string(block), no_block);
  return !no_block && ip::network_v6(host.to_v6(), net.prefix_length()).canonical() == net.canonical();
}

/// host, host:port, [v6], [v6]:port: takes the port away; false where it is another than the URL's.
bool strip_port(std::string_view& entry, std::string const& port) {
  std::string_view rest;
  if (entry.starts_with('[')) {
    auto const end = entry.find(']');
    if (end == std::string_view::npos) return false;
    rest = entry.substr(end + 1);
    entry = entry.substr(1, end - 1);
  } else if (auto const colon = entry.find(':'); colon != std::string_view::npos && colon == entry.rfind(':')) {
    rest = entry.substr(colon);
    entry = entry.substr(0, colon);
  }
  return rest.empty() || rest.substr(1) == port;
}

bool is_exempt(std::string_view entry, Url const& url) {
  if (entry == "*") return true;
  if (!strip_port(entry, url.port)) return false;
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty()) return false;
  if (!url.is_ip_literal) return url.host == entry || url.host.ends_with("." + std::string(entry));

  boost::system::error_code no_literal;
  auto const host = ip::make_address(url.host, no_literal);
  if (no_literal) return false;
  if (entry.find('/') != std::string_view::npos) return is_in_block(entry, host);
  auto const other = ip::make_address(std::string(entry), no_literal);
  return !no_literal && other == host;
}

bool is_loopback(Url const& url) {
  if (!url.is_ip_literal) return url.host == "localhost" || url.host.ends_with(".localhost");
  boost::system::error_code no_literal;
  auto const host = ip::make_address(url.host, no_literal);
  return !no_literal && host.is_loopback();
}

Result<std::optional<Proxy>> parse_proxy(std::string const& name, std::string const& value) {
  Error const broken{ErrorKind::invalid,
                     name +
                         " is not a proxy URL such as http://proxy.example:3128 (special characters of a password are "
                         "written %XX there)"};
  auto const text = value.find("://") == std::string::npos ? "http://" + value : value;
  auto const parsed = boost::urls::parse_uri(text);
  if (!parsed || !parsed->has_authority()) return broken;
  if (parsed->scheme_id() != boost::urls::scheme::http) {
    return Error{ErrorKind::invalid,
                 name + " names a proxy of the kind " + printable(std::string(parsed->scheme()), 20) +
                     "://; only http:// proxies are supported (what is sent to https:// hosts stays "
                     "encrypted on its way through them)"};
  }
  auto const where =
      parse_url("http://" + std::string(parsed->encoded_host_and_port()) + std::string(parsed->encoded_path()));
  if (!where) return broken;
  Proxy proxy{.host = where->host, .port = where->port, .authorization = {}};
  if (parsed->has_userinfo()) {
    proxy.authorization = Secret("Basic " + base64(parsed->user() + ":" + parsed->password()));
  }
  return std::optional(std::move(proxy));
}

}  // namespace

Result<std::optional<Proxy>> proxy_for(Url const& url, Getenv const& getenv) {
  auto const [name, value] =
      url.tls ? variable(getenv, "https_proxy", "HTTPS_PROXY") : variable(getenv, "http_proxy", "HTTP_PROXY");
  if (value.empty() || is_loopback(url)) return std::optional<Proxy>();
  auto const exempt = to_lower(variable(getenv, "no_proxy", "NO_PROXY").second);
  for (auto const entry : split(exempt, ',')) {
    if (is_exempt(trim(entry), url)) return std::optional<Proxy>();
  }
  return parse_proxy(name, value);
}

}  // namespace lapwing
