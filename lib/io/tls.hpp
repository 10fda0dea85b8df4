// SPDX-License-Identifier: Apache-2.0
// What TLS means here: version 1.2 or later, and a certificate that a CA of the system has issued for that very host.
#pragma once

#include "core/result.hpp"

#include <memory>
#include <string>

struct ssl_ctx_st;
struct ssl_st;

namespace lapwing {

/// The settings and the CA store that all connections share. Reading the store costs time and memory, so it is made for
/// the first connection that needs it.
class Tls {
 public:
  Tls();
  ~Tls();

  /// One connection's state, prepared for that host: SNI and the verification of its name or address. The caller owns
  /// it.
  ssl_st* new_session(std::string const& host, bool is_ip_literal);

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  std::unique_ptr<ssl_ctx_st, Free> context_;
};

/// Why the handshake with `host` failed: the verdict on its certificate where there is one, else `reason`.
Error describe_handshake_failure(ssl_st const* session, std::string const& host, std::string const& reason);

}  // namespace lapwing
