// SPDX-License-Identifier: Apache-2.0
// Certificates made at run time: a CA of its own for each, so that a test trusts exactly what it means to.
#pragma once

#include <string>
#include <vector>

namespace lapwing::test {

struct CertificateWish {
  std::vector<std::string> hosts{"localhost"};
  std::vector<std::string> addresses{"127.0.0.1"};
  bool is_expired = false;
};

struct Certificate {
  std::string ca_pem;  ///< what SSL_CERT_FILE must hold for a client to trust it
  std::string pem;
  std::string key_pem;
};

/// EC P-256, valid for a day around now.
Certificate make_certificate(CertificateWish const& wish = {});

}  // namespace lapwing::test
