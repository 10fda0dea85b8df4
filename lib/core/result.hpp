// SPDX-License-Identifier: Apache-2.0
// What a function returns when failure is expected by anyone who runs a daemon: the value, or an Error that names the
// thing that failed and the remedy. Bugs are std::logic_error; normal absence is std::optional.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

namespace lapwing {

/// What sort of failure: callers branch on it, people read the message.
enum class ErrorKind {
  invalid,      ///< the content is wrong: bad YAML, broken JSON, a unit that does not fit
  not_found,    ///< a file, a name or a row that is not there
  unreadable,   ///< it is there, but may not or cannot be read or written
  unreachable,  ///< the network: refused, reset, no such host, TLS failure
  timed_out,    ///< a deadline passed
  too_large,    ///< over a cap of ours: body, header, file
  storage,      ///< the store: full disk, corrupt or newer database
  busy,         ///< another process holds it
};

/// A failure in words. Never contains a secret; ends without a full stop; says what to do where that is known.
struct Error {
  ErrorKind kind;
  std::string message;
};

/// Either a T or an Error. Test before use: `if (!runs) return runs.error();`. Reading the wrong one is a bug and
/// throws.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }

  T& operator*() & { return value(); }
  T const& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  T const* operator->() const { return &value(); }

  Error const& error() const {
    if (state_.index() != 1) throw std::logic_error("Result: error() of a success");
    return std::get<1>(state_);
  }

 private:
  T& value() {
    if (state_.index() != 0) throw std::logic_error("Result: value of a failure: " + std::get<1>(state_).message);
    return std::get<0>(state_);
  }
  T const& value() const { return const_cast<Result*>(this)->value(); }

  std::variant<T, Error> state_;
};

/// Success without a value: `return {};`.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  explicit operator bool() const { return !error_; }
  Error const& error() const {
    if (!error_) throw std::logic_error("Result: error() of a success");
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace lapwing
