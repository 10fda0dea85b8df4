// SPDX-License-Identifier: Apache-2.0
#include "io/hmac.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace lapwing {

std::string hmac_sha256(Secret const& key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  auto const& raw = key.reveal();
  auto const* const bytes = reinterpret_cast<unsigned char const*>(text.data());
  if (HMAC(EVP_sha256(), raw.data(), int(raw.size()), bytes, text.size(), digest.data(), &length) == nullptr)
    throw std::runtime_error("OpenSSL has no HMAC-SHA256");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (unsigned i = 0; i < length; ++i) {
    out += digits[digest[i] >> 4];
    out += digits[digest[i] & 0xF];
  }
  return out;
}

}  // namespace lapwing
