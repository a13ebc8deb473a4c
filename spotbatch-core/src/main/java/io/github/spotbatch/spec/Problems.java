package io.github.spotbatch.spec;

import io.github.spotbatch.spec.InvalidSpecException.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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

  /** Notes a problem if there is a number and it is out of bounds. */
  void requireRange(String attribute, OptionalInt value, int lowest, int highest) {
    value.ifPresent(given -> requireRange(attribute, given, lowest, highest));
  }

  /** Notes a problem unless the number is large enough. */
  void requireAtLeast(String attribute, int value, int lowest) {
    require(value >= lowest, attribute, value, "must be at least " + lowest);
  }

  /** Notes a problem if there is a number and it is too small. */
  void requireAtLeast(String attribute, OptionalInt value, int lowest) {
    value.ifPresent(given -> requireAtLeast(attribute, given, lowest));
  }

  /** Notes a problem unless the text has the form. */
  void requireForm(String attribute, String value, Form form) {
    require(form.matches(value), attribute, value, form.fix());
  }

  /** Notes a problem if there is a text and it has not the form. */
  void requireForm(String attribute, Optional<String> value, Form form) {
    value.ifPresent(given -> requireForm(attribute, given, form));
  }

  /** Notes a problem for each text of a list that has not the form. */
  void requireForms(String attribute, List<String> values, Form form) {
    for (int i = 0; i < values.size(); i++) {
      requireForm(attribute + "[" + i + "]", values.get(i), form);
    }
  }

  /** Notes a problem for each element of a list that stood there before. */
  void requireDistinct(String attribute, List<?> values) {
    for (int i = 0; i < values.size(); i++) {
      boolean first = values.indexOf(values.get(i)) == i;
      require(first, attribute + "[" + i + "]", values.get(i), "must not be given twice");
    }
  }

  /** Notes a problem unless the time is of whole seconds, as many as Batch takes. */
  void requireSeconds(String attribute, Duration value, int lowest, int highest) {
    boolean whole = value.getNano() == 0;
    boolean within = value.getSeconds() >= lowest && value.getSeconds() <= highest;
    String fix = "must be from " + lowest + " to " + highest + " whole seconds";
    require(whole && within, attribute, value, fix);
  }

  /** Ends the check. */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw exception();
    }
  }

  /** What tells of all that was found. */
  InvalidSpecException exception() {
    return new InvalidSpecException(found);
  }
}
