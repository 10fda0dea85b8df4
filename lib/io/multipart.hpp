// SPDX-License-Identifier: Apache-2.0
// A form with files as the body of a request: multipart/form-data.
#pragma once

#include <span>
#include <string>

namespace lapwing {

struct FormPart {
  std::string name;      ///< payload_json, files[0]
  std::string filename;  ///< "" where it is no file
  std::string type;      ///< application/json, image/png
  std::string content;   ///< any bytes
};

struct Multipart {
  std::string content_type;  ///< with the boundary, which occurs in no part
  std::string body;
};

/// The same parts give the same form. Quotes and line ends in names become %22, %0D and %0A.
/// Source: RFC 7578; WHATWG HTML, "Multipart form data", read 2026-11.
Multipart multipart_of(std::span<FormPart const> parts);

}  // namespace lapwing
