// SPDX-License-Identifier: Apache-2.0
#include "io/multipart.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

namespace lapwing {
namespace {

/// One that occurs in no part. Begun from what is in them, so that nobody can fill a part with those that are tried.
std::string boundary_for(std::span<FormPart const> parts) {
  std::size_t seed = 0;
  for (auto const& part : parts) seed = seed * 31 + std::hash<std::string_view>()(part.content);
  for (;; ++seed) {
    auto boundary = "lapwing-" + std::to_string(seed);
    bool const occurs = std::ranges::any_of(
        parts, [&](FormPart const& part) { return part.content.find(boundary) != std::string::npos; });
    if (!occurs) return boundary;
  }
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char const c : text) {
    if (c == '"')
      out += "%22";
    else if (c == '\r')
      out += "%0D";
    else if (c == '\n')
      out += "%0A";
    else
      out += c;
  }
  return out + "\"";
}

}  // namespace

Multipart multipart_of(std::span<FormPart const> parts) {
  auto const boundary = boundary_for(parts);
  Multipart form{"multipart/form-data; boundary=" + boundary, {}};
  for (auto const& part : parts) {
    form.body += "--" + boundary + "\r\nContent-Disposition: form-data; name=" + quoted(part.name);
    if (!part.filename.empty()) form.body += "; filename=" + quoted(part.filename);
    form.body += "\r\nContent-Type: " + part.type + "\r\n\r\n" + part.content + "\r\n";
  }
  form.body += "--" + boundary + "--\r\n";
  return form;
}

}  // namespace lapwing
