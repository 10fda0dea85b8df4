// SPDX-License-Identifier: Apache-2.0
// The bytes of one file, plain or gzip, a chunk at a time.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <utility>

struct gzFile_s;

namespace lapwing::poll {

/// Fills the span from its front and says how many bytes came; 0 means the end, and stays so.
using ReadBytes = std::function<Result<std::size_t>(std::span<char>)>;

/// A regular file, unpacked on the way if its name ends in .gz (several gzip members are one text). Every read looks at
/// the stop token once. What comes is one consistent version of the file: one that is replaced is read to its old end,
/// one that is changed in place is an error.
class ByteSource {
 public:
  /// Errors, each naming the file and what to do: not_found (the folder or the file), unreadable (permission, a
  /// directory, a device), invalid (empty).
  static Result<ByteSource> open(std::string path, std::stop_token stop);

  /// Errors: invalid (damaged or truncated gzip), busy (changed meanwhile, or the stop was requested), unreadable.
  Result<std::size_t> read(std::span<char> into);

  TimePoint modified() const { return version_.modified; }

 private:
  struct Version {
    std::size_t size;
    TimePoint modified;
    bool operator==(Version const&) const = default;
  };
  class Descriptor {
   public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor();
    int number() const { return number_; }

   private:
    int number_;
  };

  ByteSource(std::string path, Descriptor file, std::stop_token stop, Version version);
  static Result<Version> look_at(std::string const& path, int file);
  Result<std::size_t> read_plain(std::span<char> into);
  Result<std::size_t> read_gzip(std::span<char> into);

  std::string path_;
  Descriptor file_;
  std::unique_ptr<gzFile_s, int (*)(gzFile_s*)> gzip_;  // null for a plain file
  std::stop_token stop_;
  Version version_;
};

}  // namespace lapwing::poll
