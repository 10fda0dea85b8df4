// SPDX-License-Identifier: Apache-2.0
// A small project on disk with a TLS sink that plays Discord and Slack, for the real binary.
#pragma once

#include "support/folder.hpp"
#include "support/loopback_sink.hpp"

#include <atomic>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::test {

class Project {
 public:
  explicit Project(CertificateWish const& wish = {});

  Folder folder;
  std::atomic<int> discord_status{200};
  std::string pollers = "  models: {type: model_metrics, every: 1s, path: models, expect: []}\n";
  std::string state = "state";
  std::string more = "http: off\n";  ///< further lines of lapwing.yaml

  /// Writes lapwing.yaml and returns its path. Discord is at /api/webhooks/1/…, Slack at /services/….
  std::string configure(std::string_view alerts);
  void train(std::string_view at, double accuracy);
  /// What a process needs to trust the sink.
  std::map<std::string, std::string> environment() const;
  /// New messages; those that were changed where they stand are not among them.
  std::vector<std::string> to_discord() const { return sent_to("/api/webhooks/1/discord-token"); }
  std::vector<std::string> to_slack() const { return sent_to("/services/T/B/slack-secret"); }
  LoopbackSink const& sink() const { return sink_; }

 private:
  std::vector<std::string> sent_to(std::string_view target) const;

  LoopbackSink sink_;
};

}  // namespace lapwing::test
