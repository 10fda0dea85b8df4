// SPDX-License-Identifier: Apache-2.0
#include "core/quantity.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace lapwing {
namespace {

using namespace std::chrono_literals;

constexpr std::array kUnits{Unit::ratio, Unit::points, Unit::duration, Unit::bytes,
                            Unit::count, Unit::number, Unit::runs};

TEST(ParseQuantity, ReadsEverySuffix) {
  struct {
    char const* text;
    double value;
    Unit unit;
  } const rows[] = {
      {"65%", 0.65, Unit::ratio},
      {"65 %", 0.65, Unit::ratio},
      {" 65% ", 0.65, Unit::ratio},
      {"0%", 0, Unit::ratio},
      {"100%", 1, Unit::ratio},
      {"99.97%", 0.9997, Unit::ratio},
      {"-5%", -0.05, Unit::ratio},
      {"+5%", 0.05, Unit::ratio},
      {"1000%", 10, Unit::ratio},
      {"10pp", 0.1, Unit::points},
      {"10 pp", 0.1, Unit::points},
      {"0.5pp", 0.005, Unit::points},
      {"500ms", 0.5, Unit::duration},
      {"90s", 90, Unit::duration},
      {"30m", 1800, Unit::duration},
      {"24h", 86400, Unit::duration},
      {"7d", 604800, Unit::duration},
      {"4w", 2419200, Unit::duration},
      {"1.5h", 5400, Unit::duration},
      {"1h30m", 5400, Unit::duration},
      {"1d 12h", 129600, Unit::duration},
      {"-2h", -7200, Unit::duration},
      {"7B", 7, Unit::bytes},
      {"7kB", 7e3, Unit::bytes},
      {"7KB", 7e3, Unit::bytes},
      {"500MB", 5e8, Unit::bytes},
      {"1.2 GB", 1.2e9, Unit::bytes},
      {"2TB", 2e12, Unit::bytes},
      {"1KiB", 1024, Unit::bytes},
      {"3MiB", 3145728, Unit::bytes},
      {"1GiB", 1073741824, Unit::bytes},
      {"1TiB", 1099511627776, Unit::bytes},
      {"3", 3, Unit::number},
      {"1.5", 1.5, Unit::number},
      {"-2", -2, Unit::number},
      {"0", 0, Unit::number},
      {"0.194", 0.194, Unit::number},
      {"1e3", 1000, Unit::number},
      {"1e300", 1e300, Unit::number},
      {"3 runs", 3, Unit::runs},
      {"3runs", 3, Unit::runs},
      {"1 run", 1, Unit::runs},
  };
  for (auto const& [text, value, unit] : rows) {
    auto const read = parse_quantity(text);
    ASSERT_TRUE(read) << text << ": " << read.error().message;
    EXPECT_DOUBLE_EQ(read->value, value) << text;
    EXPECT_EQ(read->unit, unit) << text;
  }
}

// A threshold of 65% must be the same double as a measured 0.65, or an accuracy of exactly 0.65 were below it.
TEST(ParseQuantity, PercentIsTheNearestDoubleToTheHundredth) {
  for (int percent = 0; percent <= 1000; ++percent) {
    auto const read = parse_quantity(std::to_string(percent) + "%");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->value, percent / 100.0) << percent;
  }
}

TEST(ParseQuantity, RefusesWhatIsNoAmountAndNamesTheForms) {
  for (auto const* const text :
       {"",       " ",     "%",     "x",        "many",    "0x1F",    "0o17",  "1_000", "1,000",    "12,5%",
        ".5",     "-.5",   "--5",   "+-5",      "- 5",     "nan",     "NaN",   ".nan",  "inf",      "-inf",
        ".inf",   "1e400", "1e301", "1e300TiB", "1e299TB", "-1e300w", "22:30", "010",   "-010",     "+007",
        "00",     "65%%",  "65%x",  "5 %pp",    "5M",      "5mb",     "5Gb",   "5y",    "5minutes", "3 runs or so",
        "-1h30m", "30m1h", "1h30",  "${env:X}", "65%\n5",  "٥%",      "\xFF",  "1e",    "1e%"}) {
    auto const read = parse_quantity(text);
    ASSERT_FALSE(read) << text << " became " << read->value;
    EXPECT_EQ(read.error().kind, ErrorKind::invalid);
    EXPECT_NE(read.error().message.find("65%, 10pp, 24h, 500MB, 3, 1.5 or '3 runs'"), std::string::npos)
        << read.error().message;
  }
}

TEST(ParseQuantity, ShowsForeignTextInItsErrorOnlySanitisedAndCut) {
  auto const read = parse_quantity("5\x1b[31m" + std::string(5000, 'x'));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message.find('\x1b'), std::string::npos);
  EXPECT_LT(read.error().message.size(), 200u);
}

TEST(As, ABareNumberIsANumberACountOrWholeRunsAndNeverAShare) {
  struct {
    Quantity is;
    Unit wanted;
    bool fits;
  } const rows[] = {
      {{65, Unit::number}, Unit::number, true},  {{65, Unit::number}, Unit::count, true},
      {{2.5, Unit::number}, Unit::count, true},  // of a mean of counts
      {{3, Unit::number}, Unit::runs, true},     {{2.5, Unit::number}, Unit::runs, false},
      {{65, Unit::number}, Unit::ratio, false},  {{0.65, Unit::number}, Unit::ratio, false},
      {{10, Unit::number}, Unit::points, false}, {{60, Unit::number}, Unit::duration, false},
      {{60, Unit::number}, Unit::bytes, false},  {{0.1, Unit::ratio}, Unit::points, false},
      {{0.1, Unit::points}, Unit::ratio, false}, {{0.1, Unit::ratio}, Unit::number, false},
      {{3, Unit::runs}, Unit::count, false},     {{3, Unit::duration}, Unit::runs, false},
  };
  for (auto const& [is, wanted, fits] : rows) {
    auto const number = as(is, wanted);
    EXPECT_EQ(number.has_value(), fits) << is.value << ' ' << name_of(is.unit) << " as " << name_of(wanted);
    if (number) {
      EXPECT_EQ(*number, is.value);
    }
  }
  for (auto const unit : kUnits) EXPECT_EQ(as({0.5, unit}, unit), 0.5) << name_of(unit);
}

TEST(FormatQuantity, IsAsShortAsItCanBeWhileTellingNeighboursApart) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  struct {
    double value;
    Unit unit;
    char const* text;
  } const rows[] = {
      {0.65, Unit::ratio, "65%"},
      {0.583333, Unit::ratio, "58.3%"},
      {0.5, Unit::ratio, "50%"},
      {0, Unit::ratio, "0%"},
      {-0.0, Unit::ratio, "0%"},
      {1, Unit::ratio, "100%"},
      {0.9997, Unit::ratio, "99.97%"},
      {0.9949, Unit::ratio, "99.49%"},
      {0.99996, Unit::ratio, "99.996%"},
      {0.9999999, Unit::ratio, "99.99999%"},
      {1.00004, Unit::ratio, "100.004%"},
      {1 - 1e-16, Unit::ratio, "100%"},
      {0.29 + 0.71, Unit::ratio, "100%"},
      {0.0004, Unit::ratio, "0.04%"},
      {0.0025, Unit::ratio, "0.25%"},
      {0.00001, Unit::ratio, "0.001%"},
      {1e-18, Unit::ratio, "0%"},
      {-0.00001, Unit::ratio, "-0.001%"},
      {-0.05, Unit::ratio, "-5%"},
      {12.345, Unit::ratio, "1234.5%"},
      {1e300, Unit::ratio, "1e+302%"},
      {0.1, Unit::points, "10pp"},
      {-0.123, Unit::points, "-12.3pp"},
      {0.0004, Unit::points, "0.04pp"},
      {93600, Unit::duration, "26h"},
      {0.85, Unit::duration, "850ms"},
      {1.5, Unit::duration, "1.5s"},
      {-60, Unit::duration, "-1m"},
      {0, Unit::duration, "0s"},
      {1e300, Unit::duration, "1e+300s"},
      {0, Unit::bytes, "0 B"},
      {999, Unit::bytes, "999 B"},
      {999.7, Unit::bytes, "1 kB"},
      {1000, Unit::bytes, "1 kB"},
      {1.2e9, Unit::bytes, "1.2 GB"},
      {1234567, Unit::bytes, "1.23 MB"},
      {999.4e3, Unit::bytes, "999 kB"},
      {999.6e6, Unit::bytes, "1 GB"},
      {1234.5e12, Unit::bytes, "1,234 TB"},
      {-5e8, Unit::bytes, "-500 MB"},
      {0, Unit::count, "0"},
      {-0.0, Unit::count, "0"},
      {3, Unit::count, "3"},
      {999, Unit::count, "999"},
      {1000, Unit::count, "1,000"},
      {12345, Unit::count, "12,345"},
      {-1234567, Unit::count, "-1,234,567"},
      {999999999999999, Unit::count, "999,999,999,999,999"},
      {1e15, Unit::count, "1e+15"},
      {2.5, Unit::count, "2.5"},
      {0.194, Unit::number, "0.194"},
      {0.19444, Unit::number, "0.1944"},
      {-0.5, Unit::number, "-0.5"},
      {2500.37, Unit::number, "2,500"},
      {12345.6, Unit::number, "12,346"},
      {-98765.4321, Unit::number, "-98,765"},
      {999.94, Unit::number, "999.9"},
      {999.96, Unit::number, "1,000"},
      {0.000012345, Unit::number, "1.234e-05"},
      {infinite, Unit::number, "inf"},
      {-infinite, Unit::ratio, "-inf%"},
      {std::nan(""), Unit::ratio, "no value"},
      {1, Unit::runs, "1 run"},
      {3, Unit::runs, "3 runs"},
      {0, Unit::runs, "0 runs"},
  };
  for (auto const& [value, unit, text] : rows)
    EXPECT_EQ(format_quantity(value, unit), text) << value << ' ' << name_of(unit);
}

TEST(FormatQuantity, IsReadBackAsTheSameAmountWhereNothingWasRounded) {
  for (auto const* const text : {"65%", "0.04%", "99.97%", "-12.3pp", "10pp", "26h", "3d 4h", "1.5s", "850ms", "500 MB",
                                 "1.2 GB", "3 runs", "0.194"}) {
    auto const read = parse_quantity(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(format_quantity(read->value, read->unit), text);
  }
}

TEST(Unit, EveryOneHasANameAndAnExampleThatReads) {
  for (auto const unit : kUnits) {
    std::string example(describe(unit));
    EXPECT_FALSE(name_of(unit).empty());
    example = example.substr(example.find("such as ") + 8);
    example = example.substr(0, example.find_first_of(","));
    if (auto const either = example.find(" or "); either != example.npos) example.resize(either);
    std::erase(example, '\'');
    auto const read = parse_quantity(example);
    ASSERT_TRUE(read) << example;
    EXPECT_TRUE(as(*read, unit)) << example;
  }
}

TEST(ParseDuration, ReadsOnePartOrSeveralFromLargeToSmall) {
  struct {
    char const* text;
    Duration length;
  } const rows[] = {
      {"90s", 90s},
      {"30m", 30min},
      {"2h", 2h},
      {"7d", 7 * 24h},
      {"4w", 28 * 24h},
      {"400d", 400 * 24h},
      {"500ms", 500ms},
      {"1.5h", 90min},
      {"0.5ms", 1ms},
      {"0s", 0ms},
      {"1h30m", 90min},
      {"1h 30m", 90min},
      {"1h05m", 65min},
      {" 1h30m ", 90min},
      {"30 m", 30min},
      {"1 h 30 m", 90min},
      {"1d2h3m4s5ms", 26h + 3min + 4s + 5ms},
      {"1m500ms", 60500ms},
      {"100w", 700 * 24h},
  };
  for (auto const& [text, length] : rows) {
    auto const read = parse_duration(text);
    ASSERT_TRUE(read) << text << ": " << read.error().message;
    EXPECT_EQ(*read, length) << text;
  }
}

TEST(ParseDuration, RefusesEverythingElse) {
  for (auto const* const text :
       {"",      " ",     "s",     "30",    "0",      "30M",    "30min", "1y",    "-5m",
        "1h-5m", "1h+5m", "30m1h", "1h1h",  "1h30",   "1h,30m", "1:30",  "22:30", "1e400s",
        "nans",  "infs",  "101y",  "5300w", "1e300w", "daily",  "65%",   "0x1s",  "1h 30m x"}) {
    auto const read = parse_duration(text);
    ASSERT_FALSE(read) << text << " became " << read->count();
    EXPECT_EQ(read.error().kind, ErrorKind::invalid);
  }
}

TEST(Quantity, ANumberBesideAnotherIsToldApartFromIt) {
  EXPECT_EQ(format_beside(0.6497, 0.65, Unit::ratio), "64.97%");
  EXPECT_EQ(format_beside(0.64999999, 0.65, Unit::ratio), "64.999999%");
  EXPECT_EQ(format_beside(0.60, 0.65, Unit::ratio), "60%");
  EXPECT_EQ(format_beside(0.65, 0.65, Unit::ratio), "65%");
  EXPECT_EQ(format_beside(0.10004, 0.1, Unit::points), "10.004pp");
  EXPECT_EQ(format_beside(1.50001, 1.5, Unit::number), "1.50001");
}

}  // namespace
}  // namespace lapwing
