// SPDX-License-Identifier: Apache-2.0
// A configuration in which everything that may come by a reference does, each a secret with a mark, and a world that
// fails in every way and says in each answer what it was asked, credentials included.
#pragma once

#include "support/folder.hpp"
#include "support/loopback_sink.hpp"

#include <atomic>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::test {

class MarkedProject {
 public:
  MarkedProject();

  Folder folder;
  std::string config;                 ///< the path of lapwing.yaml
  std::vector<std::string> trouble;   ///< channels that can not deliver, each in its own way
  std::atomic<bool> is_silent{true};  ///< where silence is asked for; else the connection is closed at once
  std::string const token = "marked-http-token-0123";

  /// Another secret in the file that a channel's `url` refers to.
  void change_a_secret();
  std::map<std::string, std::string> const& environment() const { return environment_; }
  LoopbackSink const& sink() const { return sink_; }
  LoopbackSink const& proxy() const { return proxy_; }
  /// What mail programs were given, mails and environment, without line breaks: base64 is found in one piece.
  std::string given_to_mail_programs() const;

 private:
  std::string secret(std::string const& name, std::string const& value);
  std::string add_channel(std::string const& name, std::string const& keys);
  void add_channels();
  void add_mail(std::string const& name, int exit_code);
  void add_pollers();

  LoopbackSink sink_, stranger_, proxy_;
  std::map<std::string, std::string> environment_;
  std::string channels_, pollers_;
  int secrets_ = 0;
};

/// The first place where a mark shows in the text, plain or in base64, with what stands around it; "" for none.
std::string find_mark(std::string_view text);

}  // namespace lapwing::test
