// SPDX-License-Identifier: Apache-2.0
// What is expected of a data file: the keys of a poller of type data_quality.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::config {
class MapReader;
}

namespace lapwing::poll {

/// 360..370, 360.., ..370 or 365. Both ends belong to it.
struct CountRange {
  std::optional<std::size_t> low, high;

  bool contains(std::size_t count) const { return (!low || count >= *low) && (!high || count <= *high); }
  std::string to_string() const;
  bool operator==(CountRange const&) const = default;
};

/// Errors: invalid, with the forms that exist.
Result<CountRange> parse_count_range(std::string_view text);

enum class AgeBy { content, modified };

struct DataQualityOptions {
  std::string path;  ///< a file, or a glob of which the last name is read; .gz and .jsonl are told by the name
  std::string dataset = "data";  ///< the label
  std::string time_column = {};  ///< "": no order, no gaps, and no age by content
  AgeBy age = AgeBy::content;
  std::optional<Duration> step = {};             ///< the distance of two rows; absent: no gaps
  std::optional<CountRange> records = {};        ///< absent: any number is right
  std::vector<std::string> key = {};             ///< columns that tell rows apart; empty: the time column
  std::size_t ignore_head = 0;                   ///< first data rows whose blanks do not count
  std::vector<std::string> ignore_columns = {};  ///< names or globs that neither missing nor type_errors count
  std::size_t allow_gaps = 0;                    ///< missing steps that are right, in all
  char delimiter = ',';
  std::vector<std::string> blank{"",    "NaN",  "nan",  "NA",
                                 "N/A", "null", "NULL", "None"};  ///< cells that count as missing
};

/// The file's name without folder and extensions, of a glob what stands around its wildcards (prices-*.csv: prices);
/// the fallback where nothing is left.
std::string default_dataset(std::string_view path, std::string_view fallback);

/// Asks the map for every key that this poller has. Mistakes become problems of the map.
DataQualityOptions read_data_quality_options(config::MapReader& map, std::string const& poller_name);

}  // namespace lapwing::poll
