// SPDX-License-Identifier: Apache-2.0
// What GitHub does instead of answering, on demand. Variants and texts: recorded answers of 2012 to 2026.
#pragma once

#include "fake_github/limits.hpp"
#include "fake_github/reply.hpp"
#include "support/loopback_sink.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lapwing::fake_github {

struct Fault {
  std::string path;                                             ///< befalls requests whose target begins so
  std::string kind;                                             ///< one of fault_kinds()
  std::size_t count = SIZE_MAX;                                 ///< so many requests
  TimePoint from = TimePoint::min(), until = TimePoint::max();  ///< in simulated time; `until` is not included
  int seconds = 8;                                              ///< Retry-After, or until the reset
  bool has_date = true;                                         ///< without: no Date header
};

/// What a fault may need to know.
struct Scene {
  TimePoint now;
  std::string api;         ///< https://host:port
  std::string other_host;  ///< https://otherhost:port, of someone else
  std::string target;
  Reply regular;  ///< what would have been answered
  Limits::Window window;
};

struct FaultyReply {
  Reply reply;
  std::vector<Header> limits;  ///< the x-ratelimit-* of this answer
  test::LoopbackSink::Answer::Fault fault = test::LoopbackSink::Answer::Fault::none;
  std::chrono::milliseconds interval{50};
};

std::vector<std::string> fault_kinds();
FaultyReply play_fault(Fault const& fault, Scene scene);

/// The faults that are set, in the order in which they were.
class Faults {
 public:
  void add(Fault fault) { faults_.push_back(std::move(fault)); }
  void clear() { faults_.clear(); }
  /// The first that befalls this request; it is used up by one.
  std::optional<Fault> take(std::string_view target, TimePoint now);

 private:
  std::vector<Fault> faults_;
};

}  // namespace lapwing::fake_github
