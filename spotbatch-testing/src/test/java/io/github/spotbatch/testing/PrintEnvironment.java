package io.github.spotbatch.testing;

import java.util.Map;
import java.util.TreeMap;

/** A job's program that tells all that it was given. */
final class PrintEnvironment {

  private PrintEnvironment() {}

  public static void main(String[] arguments) {
    for (Map.Entry<String, String> variable : new TreeMap<>(System.getenv()).entrySet()) {
      System.out.println(variable.getKey() + "=" + variable.getValue());
    }
    System.out.println("arguments=" + String.join(",", arguments));
    System.exit(7);
  }
}
