package io.github.spotbatch.internal.job;

import java.util.random.RandomGenerator;

/** Makes job names that no other submission has. Thread-safe. */
final class UniqueNames {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int SUFFIX = 8;
  private static final int MAX_NAME = 128;

  private final RandomGenerator random;

  UniqueNames(RandomGenerator random) {
    this.random = random;
  }

  /** The name, cut where AWS would not take it with the suffix, and a random suffix. */
  synchronized String of(String name) {
    int room = MAX_NAME - SUFFIX - 1;
    StringBuilder unique =
        new StringBuilder(name.length() > room ? name.substring(0, room) : name).append('-');
    for (int i = 0; i < SUFFIX; i++) {
      unique.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return unique.toString();
  }

  /** The name that a unique one was made of, as far as it was not cut. */
  static String original(String unique) {
    return unique.replaceFirst("-[a-z0-9]{8}$", "");
  }
}
