// SPDX-License-Identifier: Apache-2.0
// Host names to addresses. A lookup runs on a thread of its own, because the C library's can hang for half a minute and
// can not be cancelled: a dead DNS server then stalls neither another host nor the end of the program.
#pragma once

#include "core/result.hpp"
#include "io/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lapwing {

/// IP literals in the order in which they are to be tried: the two families in turn. Not empty.
using Addresses = std::vector<std::string>;

/// Blocks in getaddrinfo. Errors: unreachable, naming the host.
Result<Addresses> system_lookup(std::string const& host);

class Resolver {
 public:
  /// Called on a thread that nobody waits for: it may outlive the Resolver and must own what it uses.
  using Lookup = std::function<Result<Addresses>(std::string const&)>;

  static constexpr long kMaxLookups = 16;  ///< under way at a time; a hanging one counts until it ends

  Resolver(boost::asio::any_io_executor loop, Lookup lookup) : loop_(std::move(loop)), lookup_(std::move(lookup)) {}

  /// A literal is its own answer. When a lookup fails, or has taken half of the time until `deadline`, the addresses
  /// that the host had at its last good lookup are the answer. Errors: unreachable, timed_out (at the deadline at the
  /// latest), busy (kMaxLookups are hanging).
  boost::asio::awaitable<Result<Addresses>> resolve(std::string host, SteadyTime deadline);

 private:
  boost::asio::awaitable<Result<Addresses>> look_up(std::string host, SteadyTime deadline);

  boost::asio::any_io_executor loop_;
  Lookup lookup_;
  std::map<std::string, Addresses> last_good_;
  /// Every lookup thread holds a copy: the owners besides this one are the lookups under way.
  std::shared_ptr<void const> ticket_ = std::make_shared<char>();
};

}  // namespace lapwing
