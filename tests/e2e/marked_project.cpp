// SPDX-License-Identifier: Apache-2.0
#include "e2e/marked_project.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

namespace lapwing::test {
namespace {

using Answer = LoopbackSink::Answer;

/// The status, or the fault, that the path asks for: /f/404/…
Answer fail(LoopbackSink::Request const& request) {
  auto const parts = split(request.target, '/');
  std::string const how(parts.size() > 2 && parts[1] == "f" ? parts[2] : "200");
  auto const echo = "no: https://localhost" + request.target + " " + std::string(request.header("Authorization"));
  Answer answer;
  answer.status = std::max(std::atoi(how.c_str()), 200);
  answer.body = R"({"message": ")" + echo + R"(", "id": ")" + echo + R"(", "error": ")" + echo +
                R"(", "code": 50006, "errors": {"content": {"_errors": [{"code": "BAD", "message": ")" + echo +
                R"("}]}}})";
  if (answer.status == 302) answer.headers = {{"Location", "https://elsewhere.example" + request.target}};
  if (answer.status == 429) answer.headers = {{"Retry-After", "3600"}};
  if (how == "page") answer.headers = {{"Content-Type", "text/html"}}, answer.body = "<p>" + echo + "</p>";
  if (how == "garbage") answer.body = "{\"" + echo + "\"";
  if (how == "closed") answer.fault = Answer::Fault::close_before;
  if (how == "cut") answer.fault = Answer::Fault::close_in_body;
  if (how == "silence") answer.fault = Answer::Fault::silence;
  return answer;
}

LoopbackSink::Options with_tls(Certificate certificate) {
  LoopbackSink::Options options;
  options.certificate = std::move(certificate);
  return options;
}

LoopbackSink::Options as_proxy() {
  LoopbackSink::Options options;
  options.is_proxy = true;
  return options;
}

constexpr std::array kHttpFailures{"400",  "401",     "403",    "404", "410",     "429",    "500",      "302",    "503",
                                   "page", "garbage", "closed", "cut", "refused", "nohost", "stranger", "proxied"};

}  // namespace

MarkedProject::MarkedProject()
    : sink_(
          [this](LoopbackSink::Request const& request) {
            auto answer = fail(request);
            if (answer.fault == Answer::Fault::silence && !is_silent) answer.fault = Answer::Fault::close_before;
            return answer;
          },
          with_tls([this] {
            auto certificate = make_certificate();
            folder.write("ca.pem", certificate.ca_pem);
            return certificate;
          }())),
      stranger_(fail, with_tls(make_certificate())),
      proxy_(
          [](LoopbackSink::Request const& request) {
            Answer answer;
            answer.status = 407;
            answer.body = "no: " + request.target + " " + std::string(request.header("Proxy-Authorization"));
            return answer;
          },
          as_proxy()) {
  environment_ = {{"SSL_CERT_FILE", folder.path("ca.pem")},
                  {"HTTPS_PROXY", "http://user:marked-proxy-password@127.0.0.1:" + proxy_.port()},
                  {"NO_PROXY", "no-such-host.invalid"}};
  add_channels();
  add_pollers();
  folder.write("alerts.yaml",
               "alerts:\n  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, summary: \"" +
                   secret("SUMMARY", "marked-summary-text") + " is {value}\", action: \"ask " +
                   secret("ACTION", "marked-action-text") + "\", runbook: \"" +
                   secret("RUNBOOK", "https://wiki.example/marked-runbook") + "\"}\n");
  folder.write("models/v1_metadata.json", R"({"created_at": "2026-03-01T02:00:00Z", "accuracy": 0.4})");
  config = folder.write("lapwing.yaml",
                        "project: \"" + secret("PROJECT", "marked-project-name") + "\"\ntimezone: Etc/UTC\nstate: \"" +
                            secret("STATE", folder.path("marked-state")) + "\"\nhttp: 127.0.0.1:0\nhttp_token: \"" +
                            secret("HTTP_TOKEN", token) + "\"\nheartbeat: {every: 1s, url: \"" +
                            secret("HEARTBEAT", sink_.url("/f/404/marked-heartbeat-uuid")) + "\"}\npollers:\n" +
                            pollers_ + "channels:\n" + channels_ + "notify: {group_wait: 100ms}\n");
}

/// A reference to it, of each kind by turns.
std::string MarkedProject::secret(std::string const& name, std::string const& value) {
  switch (secrets_++ % 3) {
    case 0:
      environment_["TEST_" + name] = value;
      return "${env:TEST_" + name + "}";
    case 1:
      return "${file:" + folder.write("secrets/" + name, value + "\n") + "}";
    default:
      folder.write("credentials/" + name, value);
      return "${credential:" + name + "}";
  }
}

std::string MarkedProject::add_channel(std::string const& name, std::string const& keys) {
  channels_ += "  " + name + ": {" + keys + "}\n";
  return name;
}

void MarkedProject::add_channels() {
  struct Kind {
    std::string_view name;
    std::string_view keys;
  };
  constexpr std::array kinds{Kind{"discord", "type: discord"}, Kind{"slack", "type: slack"},
                             Kind{"mattermost", "type: slack, flavor: mattermost"},
                             Kind{"rocketchat", "type: slack, flavor: rocketchat"}, Kind{"webhook", "type: webhook"}};
  for (std::string const how : kHttpFailures) {
    std::string const base = how == "refused"    ? "https://localhost:1"
                             : how == "nohost"   ? "https://no-such-host.invalid"
                             : how == "stranger" ? "https://localhost:" + stranger_.port()
                             : how == "proxied"  ? "https://proxied.example"
                                                 : "https://localhost:" + sink_.port();
    for (auto const& [kind, keys] : kinds) {
      std::string const name = std::string(kind) + "-" + how;
      auto const url = base + "/f/" + how + "/hooks/marked-" + name + "-token";
      std::string rest;
      if (kind == "webhook")
        rest = ", secret: \"" + secret(name + "_signs", "marked-" + name + "-signs") + "\", bearer: \"" +
               secret(name + "_bearer", "marked-" + name + "-bearer") + "\"";
      add_channel(name, std::string(keys) + ", url: \"" +
                            secret(name, url + (kind == "webhook" ? "?key=marked&more=1" : "")) + "\"" + rest);
      // Whatever the body of a 200 is: a webhook has the message, and Discord has it without its id.
      bool const is_taken =
          (how == "page" && kind == "webhook") || (how == "garbage" && (kind == "webhook" || kind == "discord"));
      if (!is_taken) trouble.push_back(name);
    }
  }
  // By the address: the limit of discord-429 holds for all that is sent to localhost.
  folder.write("url", sink_.url("/f/404/hooks/marked-before-the-reload"));
  trouble.push_back(add_channel("changing", "type: discord, url: \"${file:" + folder.path("url") + "}\""));
  for (int const code : {1, 67, 75, 78}) add_mail("mail-" + std::to_string(code), code);
  trouble.push_back(add_channel("mail-nowhere", "type: email, from: a@example.org, to: [b@example.org], sendmail: \"" +
                                                    secret("nowhere", folder.path("marked-nowhere/sendmail")) + "\""));
  add_channel("log", "type: console");
  add_channel("works", "type: webhook, url: \"" + secret("works", sink_.url("/works/marked-works-token")) + "\"");
  add_channel("named", "type: discord, username: \"" + secret("username", "marked-username") + "\", url: \"" +
                           secret("named", sink_.url("/works/marked-named-token")) + "\"");
  add_mail("mail-0", 0);
}

void MarkedProject::add_mail(std::string const& name, int exit_code) {
  auto const at = "marked-" + name + "/sendmail";
  auto const program =
      folder.write(at, "#!/bin/sh\ncat >> " + folder.path("mails") + "\nenv >> " + folder.path("mails") +
                           "\necho \"$0 $*\" | tee -a " + folder.path("arguments") + "\necho refused by $0\nexit " +
                           std::to_string(exit_code) + "\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  add_channel(name,
              "type: email, from: a@example.org, to: [b@example.org], sendmail: \"" + secret(name, program) + "\"");
  if (exit_code != 0) trouble.push_back(name);
}

void MarkedProject::add_pollers() {
  auto const add = [this](std::string const& name, std::string const& keys) {
    pollers_ += "  " + name + ": {every: 1h, " + keys + "}\n";
  };
  // Which repository is read is the one exception: what its pollers go on from is in the store with its name.
  for (std::string const how : {"401", "403", "404", "429", "500", "302", "page", "garbage", "cut", "silence"}) {
    auto const access = "timeout: 1s, repository: acme/open, token: \"" +
                        secret("github_" + how, "marked-github-" + how + "-token") + "\", api_url: \"" +
                        secret("api_" + how, sink_.url("/f/" + how + "/marked-api")) + "\"";
    add("ci-" + how, "type: github_actions, " + access);
    add("scan-" + how, "type: security_scan, source: github, " + access);
  }
  add("nothing", "type: data_quality, path: \"" + secret("DATA", folder.path("marked-data/prices.csv")) + "\"");
  add("no-model", "type: model_metrics, path: \"" + secret("MODELS", folder.path("marked-models")) + "\"");
  add("models",
      "type: model_metrics, path: models, expect: [], model: \"" + secret("MODEL", "marked-model-name") + "\"");
}

void MarkedProject::change_a_secret() { folder.write("url", sink_.url("/f/404/hooks/marked-after-the-reload")); }

std::string MarkedProject::given_to_mail_programs() const {
  auto text = read_file(folder.path("mails"));
  std::erase(text, '\n');
  return text;
}

std::string find_mark(std::string_view text) {
  // "marked", and what of its base64 hangs on it alone, by where in three bytes it begins.
  for (std::string_view const mark : {"marked", "bWFya2Vk", "1hcmtlZ", "tYXJrZW"}) {
    auto const at = text.find(mark);
    if (at == text.npos) continue;
    auto const begin = at - std::min<std::size_t>(at, 150);
    return std::string(text.substr(begin, 300));
  }
  return "";
}

}  // namespace lapwing::test
