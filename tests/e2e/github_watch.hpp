// SPDX-License-Identifier: Apache-2.0
// The real program, at a set time, watching the fake GitHub.
#pragma once

#include "e2e/fake_github.hpp"
#include "e2e/process.hpp"
#include "fake_github/records.hpp"

#include <set>
#include <string>

namespace lapwing::test {

/// One poller `ci` of acme/price-model, an alert on workflows that fail twice in a row, a console as the only channel.
class Watch {
 public:
  /// `more` goes into the poller's options: ", attempts: first". The fake must outlive it.
  explicit Watch(FakeGithub& github, std::string const& more = "");

  /// `run --once` at that time, which GitHub has too.
  Finished poll(TimePoint now);
  std::string state() const { return folder_.path("state"); }
  /// The workflows that the alert has an open incident of.
  std::set<std::string> failing() const;

 private:
  FakeGithub& github_;
  Folder folder_;
};

/// Everything that a run or a job leaves behind is stored, value for value at its instant, and nothing else.
void expect_samples(std::string const& state, fake_github::Timeline const& timeline, TimePoint now);

}  // namespace lapwing::test
