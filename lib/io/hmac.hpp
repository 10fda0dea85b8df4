// SPDX-License-Identifier: Apache-2.0
// A signature by which a receiver can tell that a message is ours and whole.
#pragma once

#include "core/secret.hpp"

#include <string>
#include <string_view>

namespace lapwing {

/// HMAC-SHA256 (RFC 2104, FIPS 198-1) of the text by the key, 64 lower-case hexadecimal digits.
std::string hmac_sha256(Secret const& key, std::string_view text);

}  // namespace lapwing
