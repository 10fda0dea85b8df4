// SPDX-License-Identifier: Apache-2.0
#include "poll/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <limits>
#include <system_error>
#include <utility>

namespace lapwing::poll {
namespace {

std::string reason(int code) { return std::generic_category().message(code); }

Error cannot_open(std::string const& path, int code) {
  if (code != ENOENT && code != ENOTDIR) {
    return {ErrorKind::unreadable, path + " can not be opened: " + reason(code) + "; may the daemon's user read it?"};
  }
  auto const folder = std::filesystem::path(path).parent_path();
  std::error_code ignored;
  if (!folder.empty() && !std::filesystem::is_directory(folder, ignored)) {
    // Not by its name: the path may be a secret, and a part of it would not be known for one.
    return {ErrorKind::not_found, path + ": there is no such folder; check `path`"};
  }
  return {ErrorKind::not_found, path + " does not exist; check `path`, or the job that writes it"};
}

}  // namespace

ByteSource::Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

ByteSource::ByteSource(std::string path, Descriptor file, std::stop_token stop, Version version)
    : path_(std::move(path)),
      file_(std::move(file)),
      gzip_(nullptr, ::gzclose_r),
      stop_(std::move(stop)),
      version_(version) {}

Result<ByteSource::Version> ByteSource::look_at(std::string const& path, int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return Error{ErrorKind::unreadable, path + ": " + reason(errno)};
  if (!S_ISREG(status.st_mode)) {
    std::string const kind = S_ISDIR(status.st_mode) ? "a folder" : "no regular file";
    return Error{ErrorKind::unreadable, path + " is " + kind + "; let `path` name a file"};
  }
  auto const modified = std::chrono::seconds{status.st_mtim.tv_sec} + std::chrono::nanoseconds{status.st_mtim.tv_nsec};
  return Version{static_cast<std::size_t>(status.st_size), TimePoint{std::chrono::floor<Duration>(modified)}};
}

Result<ByteSource> ByteSource::open(std::string path, std::stop_token stop) {
  // O_NONBLOCK: opening a FIFO must not wait for its writer.
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.number() < 0) return cannot_open(path, errno);
  auto const version = look_at(path, file.number());
  if (!version) return version.error();
  if (version->size == 0) return Error{ErrorKind::invalid, path + " is empty; is it being written?"};
  ByteSource source(std::move(path), std::move(file), std::move(stop), *version);
  if (source.path_.ends_with(".gz")) {
    int const own = ::fcntl(source.file_.number(), F_DUPFD_CLOEXEC, 0);  // gzclose closes it
    if (own < 0) return Error{ErrorKind::unreadable, source.path_ + ": " + reason(errno)};
    source.gzip_.reset(::gzdopen(own, "rb"));
    if (!source.gzip_) {
      ::close(own);
      return Error{ErrorKind::unreadable, source.path_ + ": no memory to unpack it"};
    }
  }
  return source;
}

Result<std::size_t> ByteSource::read(std::span<char> into) {
  if (stop_.stop_requested()) return Error{ErrorKind::busy, "reading " + path_ + " was stopped: the daemon is ending"};
  auto const count = gzip_ ? read_gzip(into) : read_plain(into);
  if (!count && count.error().kind == ErrorKind::unreadable) return count;
  if (count && *count > 0) return count;
  // At the end, and before damage is blamed on the file: a writer may have been at it.
  auto const now = look_at(path_, file_.number());
  if (!now) return now.error();
  if (*now != version_) {
    return Error{ErrorKind::busy, path_ + " changed while it was read; write to a temporary file and rename it"};
  }
  return count;
}

Result<std::size_t> ByteSource::read_plain(std::span<char> into) {
  for (;;) {
    auto const count = ::read(file_.number(), into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return Error{ErrorKind::unreadable, path_ + " can not be read: " + reason(errno)};
  }
}

Result<std::size_t> ByteSource::read_gzip(std::span<char> into) {
  auto const wanted = static_cast<unsigned>(std::min<std::size_t>(into.size(), std::numeric_limits<int>::max()));
  int const count = ::gzread(gzip_.get(), into.data(), wanted);
  int code = Z_OK;
  std::string const why = ::gzerror(gzip_.get(), &code);
  if (count < 0 && code == Z_ERRNO) return Error{ErrorKind::unreadable, path_ + " can not be read: " + reason(errno)};
  if (code == Z_BUF_ERROR) {
    return Error{ErrorKind::invalid, path_ + " ends in the middle of its gzip data; write or copy it again"};
  }
  if (count < 0) return Error{ErrorKind::invalid, path_ + " is damaged gzip (" + why + "); write or copy it again"};
  if (::gzdirect(gzip_.get()) == 1) {
    return Error{ErrorKind::invalid, path_ + " is not gzip although its name ends in .gz; rename or pack it"};
  }
  return static_cast<std::size_t>(count);
}

}  // namespace lapwing::poll
