// SPDX-License-Identifier: Apache-2.0
#include "notify/webhook.hpp"

#include "io/hmac.hpp"
#include "unit/notify/items.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace lapwing::notify {
namespace {

using nlohmann::json;
using test::notification;
using testing::HasSubstr;

Webhook const kWebhook(Secret("https://receiver.example/hook/with-a-secret"), {});

json body_of(Notification const& what, Form form = Form::full) {
  return json::parse(std::get<HttpRequest>(kWebhook.render(what, form).payload).body);
}

TEST(Webhook, AnIncidentIsAnAlertOfAlertmanager) {
  auto const body = body_of(notification({test::an_accuracy_item()}));
  EXPECT_EQ(body["version"], "4");
  EXPECT_EQ(body["status"], "firing");
  EXPECT_EQ(body["truncatedAlerts"], 0);
  EXPECT_EQ(body["commonLabels"], (json{{"project", "bitcoin-ml-pipeline"}}));
  ASSERT_EQ(body["alerts"].size(), 1u);
  auto const& alert = body["alerts"][0];
  EXPECT_EQ(alert["status"], "firing");
  EXPECT_EQ(alert["labels"], (json{{"alertname", "model-accuracy"},
                                   {"severity", "critical"},
                                   {"project", "bitcoin-ml-pipeline"},
                                   {"model", "bitcoin"}}));
  EXPECT_EQ(alert["annotations"]["summary"], "The accuracy of the model bitcoin fell to 58.3%");
  EXPECT_EQ(alert["annotations"]["value"], "58.3%");
  EXPECT_EQ(alert["annotations"]["threshold"], "below 60%");
  EXPECT_EQ(alert["annotations"]["runbook_url"], "https://wiki.example/runbooks/accuracy");
  EXPECT_EQ(alert["annotations"]["incident"], "42");
  EXPECT_THAT(alert["annotations"]["description"].get<std::string>(), HasSubstr("30 test samples"));
  EXPECT_EQ(alert["startsAt"], "2026-11-23T16:30:00Z");
  EXPECT_EQ(alert["endsAt"], "0001-01-01T00:00:00Z");
  EXPECT_EQ(alert["fingerprint"].get<std::string>().size(), 16u);
}

TEST(Webhook, ARecoveryIsResolvedUnderTheFingerprintOfItsAlert) {
  auto item = test::a_pipeline_item();
  auto const firing = body_of(notification({item}));
  item.what = What::recovered;
  item.before = Level::critical;
  item.level = Level::ok;
  item.changed = test::at("2026-11-23T13:00:00Z");
  auto const resolved = body_of(notification({item}));
  EXPECT_EQ(resolved["status"], "resolved");
  EXPECT_EQ(resolved["alerts"][0]["status"], "resolved");
  EXPECT_EQ(resolved["alerts"][0]["endsAt"], "2026-11-23T13:00:00Z");
  EXPECT_EQ(resolved["alerts"][0]["labels"], firing["alerts"][0]["labels"]) << "or a receiver would keep the first";
  EXPECT_EQ(resolved["alerts"][0]["fingerprint"], firing["alerts"][0]["fingerprint"]);
}

TEST(Webhook, IncidentsHaveFingerprintsOfTheirOwnWhichALevelDoesNotChange) {
  auto item = test::an_accuracy_item();
  auto const one = body_of(notification({item}))["alerts"][0]["fingerprint"];
  item.level = Level::warning;
  EXPECT_EQ(body_of(notification({item}))["alerts"][0]["fingerprint"], one);
  item.labels.set("model", "ethereum");
  EXPECT_NE(body_of(notification({item}))["alerts"][0]["fingerprint"], one);
}

TEST(Webhook, EveryItemOfAnyNumberIsInTheMessage) {
  for (auto const form : {Form::full, Form::plain}) EXPECT_EQ(body_of(test::many(1000), form)["alerts"].size(), 1000u);
}

TEST(Webhook, AWaveIsFiringWhileAnyOfItIs) {
  auto const body = body_of(notification({test::a_recovered_item(), test::a_data_age_item()}));
  EXPECT_EQ(body["status"], "firing");
  EXPECT_EQ(body["alerts"][0]["status"], "firing") << "worst first";
  EXPECT_EQ(body["alerts"][1]["status"], "resolved");
}

TEST(Webhook, TextFromOutsideIsAStringAndNothingElse) {
  auto item = test::an_accuracy_item();
  item.summary = Untrusted("\"}], \x01 \xFF \n@everyone");
  item.labels.set("alertname", "forged");
  item.labels.set("severity", "none");
  auto const body = body_of(notification({item}));
  EXPECT_EQ(body["alerts"].size(), 1u);
  EXPECT_EQ(body["alerts"][0]["labels"]["alertname"], "model-accuracy");
  EXPECT_EQ(body["alerts"][0]["labels"]["severity"], "critical");
}

TEST(Webhook, ASecretSignsTheBodyAndABearerIsSent) {
  Webhook const signing(Secret("http://127.0.0.1:9/x"), {Secret("a-key"), Secret("a-token")});
  auto const request =
      std::get<HttpRequest>(signing.render(notification({test::an_accuracy_item()}), Form::full).payload);
  EXPECT_THAT(request.headers,
              testing::Contains(Header("X-Lapwing-Signature", "sha256=" + hmac_sha256(Secret("a-key"), request.body))));
  ASSERT_TRUE(request.bearer);
  EXPECT_EQ(request.bearer->reveal(), "a-token");
  EXPECT_EQ(request.body.find("a-key"), std::string::npos);
}

TEST(Webhook, WithoutASecretNothingIsSigned) {
  auto const request =
      std::get<HttpRequest>(kWebhook.render(notification({test::an_accuracy_item()}), Form::full).payload);
  EXPECT_THAT(request.headers, testing::ElementsAre(Header("Content-Type", "application/json")));
}

TEST(Webhook, AnAnswerIsReadByItsStatus) {
  using enum Outcome::Kind;
  for (auto const& [status, kind] : std::vector<std::pair<int, Outcome::Kind>>{{200, delivered},
                                                                               {202, delivered},
                                                                               {204, delivered},
                                                                               {429, retry},
                                                                               {503, retry},
                                                                               {400, bad_message},
                                                                               {401, bad_destination},
                                                                               {404, bad_destination},
                                                                               {302, bad_destination}}) {
    HttpResponse answer;
    answer.status = status;
    auto const outcome = kWebhook.classify(answer);
    EXPECT_EQ(outcome.kind, kind) << status;
    EXPECT_EQ(outcome.why.find("with-a-secret"), std::string::npos);
  }
}

}  // namespace
}  // namespace lapwing::notify
