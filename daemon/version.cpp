// SPDX-License-Identifier: Apache-2.0
#include "version.hpp"

#include "notify/canvas.hpp"

#include <openssl/crypto.h>
#include <spdlog/version.h>
#include <sqlite3.h>
#include <zlib.h>
#include <boost/version.hpp>
#include <nlohmann/json.hpp>

namespace lapwing::daemon {

std::string version_text() {
  auto const dotted = [](int major, int minor, int patch) {
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
  };
  std::string out = "lapwing " LAPWING_VERSION "\n";
  out += "Boost " + dotted(BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100);
  out += ", " + std::string(OpenSSL_version(OPENSSL_VERSION_STRING)).insert(0, "OpenSSL ");
  out += ", SQLite " + std::string(sqlite3_libversion());
  out += ", nlohmann_json " +
         dotted(NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH);
  out += ", yaml-cpp " LAPWING_YAML_CPP_VERSION;
  out += ", spdlog " + dotted(SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH);
  out += ", zlib " + std::string(zlibVersion());
  out += ", cairo " + std::string(notify::canvas_version());
  return out;
}

}  // namespace lapwing::daemon
