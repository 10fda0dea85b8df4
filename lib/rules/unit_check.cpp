// SPDX-License-Identifier: Apache-2.0
#include "rules/unit_check.hpp"

#include "core/catalogue.hpp"
#include "core/text.hpp"
#include "rules/selector_parser.hpp"

#include <algorithm>
#include <stdexcept>

namespace lapwing::rules {
namespace {

using enum Unit;

bool is_plain(Unit unit) { return unit == number || unit == count || unit == runs; }
bool is_share(Unit unit) { return unit == ratio || unit == points; }

/// "a share", for "'model.accuracy' is a share".
std::string_view noun(Unit unit) {
  switch (unit) {
    case ratio:
      return "a share";
    case points:
      return "a difference of shares";
    case duration:
      return "a duration";
    case bytes:
      return "a size";
    case count:
      return "a count";
    case number:
      return "a plain number";
    case runs:
      return "a number of runs";
  }
  throw std::logic_error("noun: unknown unit");
}

std::string_view passive(Operator op) {
  switch (op) {
    case Operator::plus:
      return "added";
    case Operator::minus:
      return "subtracted from each other";
    case Operator::times:
      return "multiplied";
    case Operator::over:
      return "divided by each other";
    default:
      return "compared";
  }
}

/// What a number without a unit could have meant beside something of this unit.
std::string readings(std::string_view bare, Unit unit) {
  auto const value = parse_quantity(bare);
  std::string const digits(bare);
  if (is_share(unit)) {
    // As a fraction of one, 65 is 6500%.
    auto const whole = value ? format_quantity(value->value, unit) : digits;
    std::string const other = unit == ratio ? "; a difference of shares is written 65pp" : "";
    return digits + (unit == ratio ? "%" : "pp") + " or " + whole + other;
  }
  if (unit == duration) return digits + "s, " + digits + "m or " + digits + "h";
  return digits + "kB, " + digits + "MB or " + digits + "GB";
}

LabelShape shape_of(std::string_view list) {
  LabelShape shape;
  for (auto part : list.empty() ? std::vector<std::string_view>{} : split(list, ',')) {
    part = trim(part);
    if (part.starts_with('['))
      shape.sometimes.emplace_back(part.substr(1, part.size() - 2));
    else
      shape.always.emplace_back(part);
  }
  return shape;
}

/// Whether every label that results of `coarse` always carry may stand on one of `fine`.
bool may_match(LabelShape const& coarse, LabelShape const& fine) {
  return std::ranges::all_of(coarse.always, [&](auto const& name) { return fine.has(name); });
}

LabelShape joined(LabelShape const& left, LabelShape const& right) {
  LabelShape out = left;
  auto const is_new = [&](std::string const& name) { return std::ranges::find(out.always, name) == out.always.end(); };
  std::ranges::copy_if(right.always, std::back_inserter(out.always), is_new);
  std::erase_if(out.sometimes, [&](std::string const& name) { return !is_new(name); });
  std::ranges::copy_if(right.sometimes, std::back_inserter(out.sometimes),
                       [&](std::string const& name) { return !out.has(name); });
  return out;
}

class Checker {
 public:
  Checker(std::vector<Node>& nodes, std::string_view text) : nodes_(nodes), text_(text) {}

  std::optional<SyntaxError> check() {
    bool any = false;
    for (auto& node : nodes_) {
      std::visit([&](auto const& what) { check(node, what); }, node.what);
      any = any || std::holds_alternative<Samples>(node.what);
      if (fault_) return fault_;
    }
    if (!any) return SyntaxError{nodes_.front().begin, "an alert must watch a metric; this is a number for ever"};
    return std::nullopt;
  }

 private:
  std::string source(Node const& node) const { return quoted(text_.substr(node.begin, node.end - node.begin)); }
  void fail(std::size_t offset, std::string what) {
    if (!fault_) fault_ = SyntaxError{offset, std::move(what)};
  }

  void check(Node& node, Number const& what) { node.unit = what.quantity.unit; }

  void check(Node& node, Samples const& what) {
    auto const& metric = *find_metric(what.selector.metric);
    node.labels = shape_of(metric.labels);
    if (what.by) group(node, *what.by, std::string(metric.name));
    node.unit = metric.unit;
    if (what.condition) {
      check(metric.name, node.unit, *what.condition);
      node.unit = ratio;
    }
    if (what.function != nullptr) node.unit = what.function->unit(node.unit);
  }

  void check(std::string_view metric, Unit unit, Condition const& condition) {
    auto const written = text_.substr(condition.begin, condition.end - condition.begin);
    auto const& [value, own] = condition.quantity;
    if (own == number && (value == 0 || has_no_unit(unit, value, written, condition.begin, quoted(metric)))) return;
    if (!unit_of(condition.op, unit, own))
      fail(condition.begin, quoted(metric) + " is " + std::string(noun(unit)) + " and " + quoted(written) + " " +
                                std::string(noun(own)) + ": they can not be compared");
  }

  void check(Node& node, Across const& what) {
    auto const& inner = nodes_[what.of];
    node.labels = inner.labels;
    group(node, what.by, source(inner));
    node.unit = what.function->unit(is_comparison(inner) ? ratio : inner.unit);
    node.is_quotient = inner.is_quotient && node.unit == number;
  }

  void check(Node& node, Binary const& what) {
    auto const& left = nodes_[what.left];
    auto const& right = nodes_[what.right];
    bool const matches = may_match(left.labels, right.labels) || may_match(right.labels, left.labels);
    if (!matches) {
      return fail(right.begin, "no result of " + source(left) + " (labels " + list_of(left.labels.all()) +
                                   ") matches one of " + source(right) + " (labels " + list_of(right.labels.all()) +
                                   "); bring one side to the other's labels, or to none, with by (…)");
    }
    node.labels = joined(left.labels, right.labels);
    bool const combines = what.op != Operator::times && what.op != Operator::over;
    if (combines && (needs_unit(left, right) || needs_unit(right, left))) return;
    auto const unit = unit_beside(what.op, left, right);
    if (!unit) {
      return fail(right.begin, source(left) + " is " + std::string(noun(left.unit)) + " and " + source(right) + " " +
                                   std::string(noun(right.unit)) + ": they can not be " +
                                   std::string(passive(what.op)));
    }
    node.unit = *unit;
    node.is_quotient = *unit == number && is_quotient(what.op, left, right);
  }

  /// The labels after `by` must be there, once each.
  void group(Node& node, Grouping const& by, std::string const& owner) {
    LabelShape shape;
    auto const known = node.labels.all();
    for (auto const& [label, offset] : by.names) {
      if (!node.labels.has(label)) {
        std::vector<std::string_view> const names(known.begin(), known.end());
        return fail(offset, no_such_label(owner, label, names));
      }
      if (shape.has(label)) return fail(offset, "the label " + quoted(label) + " stands here twice");
      bool const is_always = std::ranges::find(node.labels.always, label) != node.labels.always.end();
      (is_always ? shape.always : shape.sometimes).push_back(label);
    }
    node.labels = std::move(shape);
  }

  static bool is_bare(Node const& node) {
    auto const* const written = std::get_if<Number>(&node.what);
    return written != nullptr && written->quantity.unit == number;
  }

  /// Refuses a written number without a unit beside something that has one.
  bool needs_unit(Node const& written, Node const& beside) {
    if (!is_bare(written)) return false;
    return has_no_unit(beside.unit, std::get<Number>(written.what).quantity.value,
                       text_.substr(written.begin, written.end - written.begin), written.begin, source(beside));
  }

  bool has_no_unit(Unit beside, double value, std::string_view written, std::size_t offset, std::string const& owner) {
    if (value == 0 || is_plain(beside)) return false;
    fail(offset, quoted(written) + " has no unit; beside " + owner + ", which is " + std::string(noun(beside)) +
                     ", it could be " + readings(written, beside));
    return true;
  }

  /// unit_of, where 0 has any unit and a quotient may stand beside a share.
  static std::optional<Unit> unit_beside(Operator op, Node const& left, Node const& right) {
    auto const is_zero = [](Node const& node) {
      return is_bare(node) && std::get<Number>(node.what).quantity.value == 0;
    };
    bool const combines = op != Operator::times && op != Operator::over;
    if (combines && (is_zero(left) || is_zero(right)))
      return is_comparison(op) ? count : is_zero(left) ? right.unit : left.unit;
    if (combines && left.is_quotient && right.unit == ratio) return unit_of(op, number, number);
    if (combines && right.is_quotient && left.unit == ratio) return unit_of(op, number, number);
    return unit_of(op, left.unit, right.unit);
  }

  static bool is_quotient(Operator op, Node const& left, Node const& right) {
    auto const fits = [](Node const& node) { return node.is_quotient || is_bare(node) || node.unit == ratio; };
    switch (op) {
      case Operator::over:
        return !is_bare(right);
      case Operator::times:
        return false;
      default:
        return (left.is_quotient || right.is_quotient) && fits(left) && fits(right);
    }
  }

  std::vector<Node>& nodes_;
  std::string_view text_;
  std::optional<SyntaxError> fault_;
};

std::optional<Unit> unit_of_sum(Operator op, Unit left, Unit right) {
  if (op == Operator::minus && left == ratio && right == ratio) return points;
  if (left == right) return left;
  if (is_plain(left) && is_plain(right)) return number;
  if (left == ratio && right == points) return ratio;
  if (op == Operator::plus && left == points && right == ratio) return ratio;
  return std::nullopt;
}

}  // namespace

std::optional<Unit> unit_of(Operator op, Unit left, Unit right) {
  switch (op) {
    case Operator::plus:
    case Operator::minus:
      return unit_of_sum(op, left, right);
    case Operator::times:
      if (is_plain(left) && is_plain(right)) return number;
      if (left == number || (left == ratio && right != number)) return right;  // 5% of a count is a count
      if (right == number || right == ratio) return left;
      if (is_plain(left) || is_plain(right)) return is_plain(left) ? right : left;
      return std::nullopt;
    case Operator::over:
      if (left == right || (is_share(left) && is_share(right))) return number;
      if (is_plain(right) || right == ratio) return is_plain(left) ? number : left;
      return std::nullopt;
    default:
      if (left == right || (is_plain(left) && is_plain(right))) return count;
      return std::nullopt;
  }
}

std::optional<SyntaxError> check_units(std::vector<Node>& nodes, std::string_view text) {
  return Checker(nodes, text).check();
}

}  // namespace lapwing::rules
