package io.github.spotbatch.examples;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The SDK follows these by itself, so that what looks live would not be. */
final class EndpointVariables {

  private static final String VARIABLE = "AWS_ENDPOINT_URL";
  private static final String PROPERTY = "aws.endpointUrl";

  private EndpointVariables() {}

  /** What to say if any is set. */
  static @Nullable String found() {
    Map<String, String> set = new TreeMap<>();
    System.getenv().forEach((name, value) -> put(set, name, value, VARIABLE));
    System.getProperties()
        .forEach((name, value) -> put(set, name.toString(), value.toString(), PROPERTY));
    return set.isEmpty()
        ? null
        : set
            + " would send --live to another endpoint than AWS. Unset it, or say --endpoint URL"
            + " instead of --live.";
  }

  private static void put(Map<String, String> set, String name, String value, String prefix) {
    if (name.startsWith(prefix) && !value.isEmpty()) {
      set.put(name, value);
    }
  }
}
