// SPDX-License-Identifier: Apache-2.0
#include "support/certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace lapwing::test {

namespace {

template <auto free>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<::EVP_PKEY_free>>;
using Cert = std::unique_ptr<X509, Free<::X509_free>>;
using Bio = std::unique_ptr<BIO, Free<::BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<::X509_EXTENSION_free>>;

constexpr long kDay = 24 * 60 * 60;

void must(bool fine, char const* what) {
  if (!fine) throw std::runtime_error(std::string("OpenSSL refused: ") + what);
}

Key make_key() {
  Key key(::EVP_EC_gen("P-256"));
  must(key != nullptr, "a key");
  return key;
}

void set_extension(X509* cert, X509* issuer, int kind, std::string const& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, cert, nullptr, nullptr, 0);
  Extension const extension(::X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  must(extension && ::X509_add_ext(cert, extension.get(), -1) == 1, value.c_str());
}

Cert make_unsigned(std::string const& name, long serial, EVP_PKEY* key, X509 const* issuer) {
  Cert cert(::X509_new());
  must(cert && ::X509_set_version(cert.get(), X509_VERSION_3) == 1, "version");
  ::ASN1_INTEGER_set(::X509_get_serialNumber(cert.get()), serial);
  ::X509_gmtime_adj(::X509_getm_notBefore(cert.get()), -2 * kDay);
  ::X509_gmtime_adj(::X509_getm_notAfter(cert.get()), kDay);
  auto* const subject = ::X509_get_subject_name(cert.get());
  ::X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>(name.c_str()), -1,
                               -1, 0);
  must(::X509_set_issuer_name(cert.get(), issuer == nullptr ? subject : ::X509_get_subject_name(issuer)) == 1,
       "issuer");
  must(::X509_set_pubkey(cert.get(), key) == 1, "public key");
  return cert;
}

template <class Write>
std::string to_pem(Write write) {
  Bio const bio(::BIO_new(::BIO_s_mem()));
  must(bio && write(bio.get()) == 1, "PEM");
  char* data = nullptr;
  auto const size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<std::size_t>(size));
}

}  // namespace

Certificate make_certificate(CertificateWish const& wish) {
  auto const ca_key = make_key();
  auto const ca = make_unsigned("Lapwing test CA", 1, ca_key.get(), nullptr);
  set_extension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE");
  set_extension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  set_extension(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
  must(::X509_sign(ca.get(), ca_key.get(), ::EVP_sha256()) > 0, "signing the CA");

  std::string names;
  for (auto const& host : wish.hosts) names += (names.empty() ? "DNS:" : ",DNS:") + host;
  for (auto const& address : wish.addresses) names += (names.empty() ? "IP:" : ",IP:") + address;
  auto const key = make_key();
  auto const leaf = make_unsigned("Lapwing test", 2, key.get(), ca.get());
  if (wish.is_expired) ::X509_gmtime_adj(::X509_getm_notAfter(leaf.get()), -kDay);
  set_extension(leaf.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE");
  set_extension(leaf.get(), ca.get(), NID_subject_alt_name, names);
  set_extension(leaf.get(), ca.get(), NID_authority_key_identifier, "keyid");
  must(::X509_sign(leaf.get(), ca_key.get(), ::EVP_sha256()) > 0, "signing the leaf");

  return Certificate{
      .ca_pem = to_pem([&](BIO* bio) { return ::PEM_write_bio_X509(bio, ca.get()); }),
      .pem = to_pem([&](BIO* bio) { return ::PEM_write_bio_X509(bio, leaf.get()); }),
      .key_pem = to_pem(
          [&](BIO* bio) { return ::PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr); }),
  };
}

}  // namespace lapwing::test
