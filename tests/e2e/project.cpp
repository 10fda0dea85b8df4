// SPDX-License-Identifier: Apache-2.0
#include "e2e/project.hpp"

#include "support/fake_discord.hpp"

namespace lapwing::test {
namespace {

LoopbackSink::Options with_tls(Certificate certificate) {
  LoopbackSink::Options options;
  options.certificate = std::move(certificate);
  return options;
}

}  // namespace

Project::Project(CertificateWish const& wish)
    : sink_(
          [this](LoopbackSink::Request const& request) {
            LoopbackSink::Answer answer;
            bool const discord = request.target.starts_with("/api/webhooks/");
            answer.status = discord ? discord_status.load() : 200;
            answer.body = discord ? R"({"id": "1234"})" : "ok";
            return answer;
          },
          with_tls([&] {
            auto certificate = make_certificate(wish);
            folder.write("ca.pem", certificate.ca_pem);
            return certificate;
          }())) {}

std::string Project::configure(std::string_view alerts) {
  folder.write("alerts.yaml", alerts);
  return folder.write("lapwing.yaml", "project: e2e\ntimezone: Etc/UTC\nstate: " + state + "\npollers:\n" + pollers +
                                          "channels:\n  team: {type: discord, url: \"${env:TEST_DISCORD}\"}\n"
                                          "  oncall: {type: slack, url: \"${env:TEST_SLACK}\"}\n"
                                          "notify: {group_wait: 100ms}\n" +
                                          more);
}

void Project::train(std::string_view at, double accuracy) {
  std::string name(at);
  std::erase_if(name, [](char c) { return c == '-' || c == ':'; });
  folder.write("models/v" + name + "_metadata.json",
               R"({"created_at": ")" + std::string(at) + R"(", "accuracy": )" + std::to_string(accuracy) + "}");
}

std::map<std::string, std::string> Project::environment() const {
  auto const base = "https://localhost:" + sink_.port();
  return {{"SSL_CERT_FILE", folder.path("ca.pem")},
          {"TEST_DISCORD", base + "/api/webhooks/1/discord-token"},
          {"TEST_SLACK", base + "/services/T/B/slack-secret"}};
}

std::vector<std::string> Project::sent_to(std::string_view target) const {
  std::vector<std::string> bodies;
  for (auto const& request : sink_.requests()) {
    if (request.method == "POST" && request.target.starts_with(target))
      bodies.push_back(payload_json(request.header("Content-Type"), request.body));
  }
  return bodies;
}

}  // namespace lapwing::test
