// SPDX-License-Identifier: Apache-2.0
#include "config/references.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace lapwing::config {
namespace {

Result<std::string> read_secret_file(std::string const& path, std::string const& reference) {
  constexpr std::streamsize most = 64 << 10;
  std::ifstream in(path, std::ios::binary);
  std::string bytes(std::size_t(most) + 1, '\0');
  in.read(bytes.data(), std::streamsize(bytes.size()));
  if (!in.is_open() || in.bad() || (in.gcount() == 0 && !in.eof())) {
    std::error_code ignored;
    bool const is_there = std::filesystem::exists(path, ignored);
    return Error{is_there ? ErrorKind::unreadable : ErrorKind::not_found,
                 reference + ": the file " + printable(path) +
                     (is_there ? " can not be read; may this user read it?" : " does not exist")};
  }
  if (in.gcount() > most) return Error{ErrorKind::unreadable, reference + ": the file is larger than 64 KiB"};
  bytes.resize(std::size_t(in.gcount()));
  while (bytes.ends_with('\n') || bytes.ends_with('\r')) bytes.pop_back();
  return bytes;
}

}  // namespace

Result<std::string> References::read_credential(std::string const& name, std::string const& reference) const {
  auto const given = getenv_("CREDENTIALS_DIRECTORY");
  auto const folder = given.empty() ? credentials_ : given;
  if (folder.empty()) {
    return Error{
        ErrorKind::not_found,
        reference + ": $CREDENTIALS_DIRECTORY is not set; credentials come from LoadCredential= in the systemd unit"};
  }
  // Of LoadCredential=lapwing:FOLDER systemd makes files named lapwing_NAME.
  std::error_code ignored;
  auto const of_folder = folder + "/lapwing_" + name;
  return read_secret_file(std::filesystem::exists(of_folder, ignored) ? of_folder : folder + "/" + name, reference);
}

Result<std::string> References::look_up(std::string_view kind, std::string const& name) const {
  std::string const reference = "${" + std::string(kind) + ":" + printable(name, 100) + "}";
  Result<std::string> value = std::string();
  if (kind == "env") {
    value = getenv_(name);
    if (value && value->empty()) {
      return Error{ErrorKind::not_found,
                   reference + ": the environment variable " + printable(name, 100) + " is not set"};
    }
  } else if (kind == "file") {
    value = read_secret_file(name, reference);
  } else if (kind == "credential") {
    if (name.empty() || name.find('/') != name.npos)
      return Error{ErrorKind::invalid, reference + ": a credential's name has no slash"};
    value = read_credential(name, reference);
  } else {
    std::string_view const kinds[] = {"env", "file", "credential"};
    return Error{ErrorKind::invalid,
                 "'" + printable(kind, 40) +
                     "' is no kind of reference; there are ${env:NAME}, ${file:/path} and ${credential:NAME}" +
                     did_you_mean(kind, kinds)};
  }
  if (!value) return value.error();
  if (value->empty()) return Error{ErrorKind::invalid, reference + " is empty"};
  if (std::ranges::any_of(*value, [](unsigned char c) { return c < 0x20 || c == 0x7F; })) {
    return Error{ErrorKind::invalid, reference + " holds a line break or a control character; it must be one line"};
  }
  return value;
}

bool References::present_in(std::string_view text) {
  for (auto at = text.find("${"); at != text.npos; at = text.find("${", at + 1)) {
    if (at == 0 || text[at - 1] != '$') return true;
  }
  return false;
}

Result<std::string> References::replace(std::string_view text, bool masked) const {
  std::string out;
  while (!text.empty()) {
    auto const start = text.find("${");
    out += text.substr(0, start);
    if (start == text.npos) break;
    if (start > 0 && text[start - 1] == '$') {  // $${ is a literal ${
      out += "{";
      text.remove_prefix(start + 2);
      continue;
    }
    auto const end = text.find('}', start);
    auto const colon = text.find(':', start);
    if (end == text.npos) return Error{ErrorKind::invalid, "a reference is not closed: '}' is missing"};
    if (colon == text.npos || colon > end) {
      return Error{
          ErrorKind::invalid,
          "a reference names its kind: ${env:NAME}, ${file:/path} or ${credential:NAME}; write $${ for a literal ${"};
    }
    auto const value =
        look_up(text.substr(start + 2, colon - start - 2), std::string(text.substr(colon + 1, end - colon - 1)));
    if (!value) return value.error();
    if (!masked) redactor_.add(*value);
    out += masked ? kMasked : std::string_view(*value);
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace lapwing::config
