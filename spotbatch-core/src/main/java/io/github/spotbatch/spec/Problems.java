package io.github.spotbatch.spec;

import io.github.spotbatch.spec.InvalidSpecException.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one value, so that its user sees everything at once. */
final class Problems {
  private final String root;
  private final List<Problem> found = new ArrayList<>();

  private Problems(String root) {
    this.root = root;
  }

  /** Problems of a value that has no name. */
  static Problems in(String kind) {
    return new Problems(kind);
  }

  /** Problems of a named value. */
  static Problems in(String kind, String name) {
    return new Problems(kind + "[" + name + "]");
  }

  /** Notes a problem with an attribute of the value. */
  void add(String attribute, Object value, String fix) {
    addAt(root + "." + attribute, value, fix);
  }

  /** Notes a problem with something other than an attribute of the value. */
  void addAt(String path, Object value, String fix) {
    found.add(new Problem(path, String.valueOf(value), fix));
  }

  /** Notes that an attribute must be given. */
  void missing(String attribute, String fix) {
    add(attribute, "(none)", fix);
  }

  /** Notes a problem unless the condition holds. */
  void require(boolean condition, String attribute, Object value, String fix) {
    if (!condition) {
      add(attribute, value, fix);
    }
  }

  /** Notes a problem unless the number is within both bounds. */
  void requireRange(String attribute, int value, int lowest, int highest) {
    boolean within = value >= lowest && value <= highest;
    require(within, attribute, value, "must be from " + lowest + " to " + highest);
  }

  /** Ends the check. */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidSpecException(found);
    }
  }
}
