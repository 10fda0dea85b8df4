// SPDX-License-Identifier: Apache-2.0
// Any receiver that takes Alertmanager's webhooks.
#pragma once

#include "core/secret.hpp"
#include "notify/notifier.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace lapwing::notify {

/// Shape:  version 4 of Alertmanager's webhook body. One alert an item: status firing or resolved; labels alertname,
///         severity, project and the incident's own; annotations summary, description, value, threshold, action,
///         runbook_url; the fingerprint is that of alert, project and labels, and stays through every change of level.
///         An incident that was closed without a recovery is resolved too, and its description says why. Text from
///         outside is a JSON string and nothing else. Plain: the same without annotations.
///         With a `secret` the header X-Lapwing-Signature is "sha256=" and the HMAC of the body.
/// Source: prometheus.io/docs/alerting/latest/configuration, "webhook_config", and notify/webhook/webhook.go.
class Webhook final : public Notifier {
 public:
  struct Keys {
    std::optional<Secret> secret;  ///< signs every message
    std::optional<Secret> bearer;  ///< sent as Authorization: Bearer
  };
  /// `url` as check_webhook_url gives it.
  Webhook(Secret url, Keys keys);

  Rendered render(Notification const& what, Form form) const override;
  Payload render_report(Brief const& what, Form form) const override;
  /// By the status alone: receivers have no words in common.
  Outcome classify(HttpResponse const& answer) const override;
  Destination destination() const override { return destination_of(url_); }

 private:
  HttpRequest request_with(bool any_firing, std::string const& project, nlohmann::ordered_json alerts) const;

  Secret url_;
  Keys keys_;
};

}  // namespace lapwing::notify
