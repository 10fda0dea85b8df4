// SPDX-License-Identifier: Apache-2.0
#include "report/incident_list.hpp"
#include "support/an_incident.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace lapwing::report {
namespace {

using testing::HasSubstr;
using testing::Not;

using test::an_incident;

TEST(IncidentList, ShowsWhatIsWrongSinceWhenAndWhatToDo) {
  EXPECT_EQ(incidents_as_text({an_incident(42, Level::critical)}, {}, Zone::utc(), false),
            "#42 CRITICAL model-accuracy model=btc\n"
            "    value   58.3% (below 60%)  ▇▆▁\n"
            "    what    share of correct predictions\n"
            "    note    metadata_3.json\n"
            "    since   2023-11-14 22:13 +00:00\n"
            "    do      Review the model\n"
            "    runbook https://wiki.example/models\n");
}

TEST(IncidentList, GoesOnUnderWhereItBeganInANarrowTerminal) {
  EXPECT_THAT(incidents_as_text({an_incident(42, Level::critical)}, {}, Zone::utc(), false, 36),
              HasSubstr("    what    share of correct\n"
                        "            predictions\n"
                        "    note    metadata_3.json\n"));
}

TEST(IncidentList, SaysWhoHoldsAnIncidentBackAndWhetherItsDataStillCome) {
  std::vector const one{an_incident(42, Level::critical)};
  Asides const asides{{42, {{"acknowledged", "acknowledged by eva: on it"}, "stale: 3 polls missed"}}};
  EXPECT_THAT(incidents_as_text(one, asides, Zone::utc(), false),
              HasSubstr("    data    stale: 3 polls missed\n    told    acknowledged by eva: on it\n"));
  auto const said = nlohmann::json::parse(incidents_as_json(one, asides)).at("incidents").at(0);
  EXPECT_EQ(said.at("data"), "stale: 3 polls missed");
  EXPECT_EQ(said.at("attention"), "acknowledged");
  EXPECT_EQ(said.at("attention_because"), "acknowledged by eva: on it");
  auto const plain = nlohmann::json::parse(incidents_as_json(one, {})).at("incidents").at(0);
  EXPECT_EQ(plain.at("data"), "fresh");
  EXPECT_EQ(plain.at("attention"), "open");
}

TEST(IncidentList, AClosedOneSaysWhyAndAsksForNothing) {
  auto one = an_incident(42, Level::ok);
  one.closed = one.since + std::chrono::hours{3};
  one.closed_because = "recovered";
  auto const text = incidents_as_text({one}, {}, Zone::utc(), false);
  EXPECT_THAT(text, HasSubstr("#42 CLOSED"));
  EXPECT_THAT(text, HasSubstr("closed  2023-11-15 01:13 +00:00, recovered"));
  EXPECT_THAT(text, HasSubstr("(was below 60%)"));
  EXPECT_THAT(text, Not(HasSubstr("Review")));
}

TEST(IncidentList, ColoursOnlyWhereAsked) {
  EXPECT_THAT(incidents_as_text({an_incident(42, Level::critical)}, {}, Zone::utc(), false), Not(HasSubstr("\x1b")));
  EXPECT_THAT(incidents_as_text({an_incident(42, Level::critical)}, {}, Zone::utc(), true),
              HasSubstr("\x1b[1;31mCRITICAL\x1b[0m"));
}

TEST(IncidentList, SaysWhoHoldsAnIncidentBack) {
  Asides const asides{{42, {{"silenced", "silenced by eva until tomorrow: retraining"}, ""}}};
  EXPECT_THAT(incidents_as_text({an_incident(42)}, asides, Zone::utc(), false),
              HasSubstr("    told    silenced by eva until tomorrow: retraining\n"));
  auto const json = nlohmann::json::parse(incidents_as_json({an_incident(42), an_incident(43)}, asides));
  EXPECT_EQ(json.at("incidents").at(0).at("attention"), "silenced");
  EXPECT_EQ(json.at("incidents").at(0).at("attention_because"), "silenced by eva until tomorrow: retraining");
  EXPECT_EQ(json.at("incidents").at(1).at("attention"), "open");
}

TEST(IncidentList, NothingIsASentence) {
  EXPECT_EQ(incidents_as_text({}, {}, Zone::utc(), false), "No open or recent incidents.\n");
}

TEST(IncidentList, JsonCarriesUtcAndNullForWhatIsOpen) {
  auto const json = nlohmann::json::parse(incidents_as_json({an_incident(42, Level::critical)}, {}));
  auto const& one = json.at("incidents").at(0);
  EXPECT_EQ(one.at("id"), 42);
  EXPECT_EQ(one.at("labels").at("model"), "btc");
  EXPECT_EQ(one.at("level"), "critical");
  EXPECT_EQ(one.at("since"), "2023-11-14T22:13:20.001Z");
  EXPECT_TRUE(one.at("closed").is_null());
}

}  // namespace
}  // namespace lapwing::report
