package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.SubmissionKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the jobs of submissions are called on AWS: {@code <name>-<key>} if there is one, {@code
 * <name>-<key>-<position>} of many, the user's name cut where AWS would not take it.
 */
final class JobNames {

  /** Positions have as many digits as it takes for a million, which AWS takes of jobs in all. */
  static final int MOST = 1_000_000;

  /** So many jobs are listed in one page by the beginning of their names. */
  static final int GROUP = 100;

  private static final int LONGEST = 128;
  private static final int KEY = 13;
  private static final int POSITION = 7;
  private static final int IN_GROUP = 2;
  private static final Pattern POSITIONED = Pattern.compile("(.+)-([a-z0-9]{12})-(\\d{6})");

  private JobNames() {}

  static String single(String name, SubmissionKey key) {
    return prefix(base(name), key);
  }

  /** The user's name as it stands in names of either form, so that they begin alike. */
  static String base(String name) {
    int room = LONGEST - KEY - POSITION;
    return name.length() > room ? name.substring(0, room) : name;
  }

  static String bulk(String base, SubmissionKey key, int position) {
    return "%s-%s-%06d".formatted(base, key, position);
  }

  /** What the names of all jobs of a key begin with that have the same base. */
  static String prefix(String base, SubmissionKey key) {
    return base + "-" + key;
  }

  /** What the names of a position's group begin with. */
  static String groupPrefix(String bulkName) {
    return bulkName.substring(0, bulkName.length() - IN_GROUP);
  }

  /** A name taken apart. */
  record Positioned(String base, int position) {}

  /** A name of a bulk submission's job, or empty if it is not one of that key. */
  static Optional<Positioned> parse(String awsName, SubmissionKey key) {
    Matcher name = POSITIONED.matcher(awsName);
    return name.matches() && name.group(2).equals(key.value())
        ? Optional.of(new Positioned(name.group(1), Integer.parseInt(name.group(3))))
        : Optional.empty();
  }

  /** Whether it is the name of a single job of that key. */
  static boolean isSingle(String awsName, SubmissionKey key) {
    return awsName.endsWith("-" + key);
  }

  /** The user's name in a name of either form, as far as it was not cut. */
  static String original(String awsName) {
    return awsName.replaceFirst("-[a-z0-9]{12}(-\\d{6})?$", "");
  }
}
