package io.github.spotbatch.spec;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What AWS asks of tags, and which tags spotbatch keeps for itself. */
final class TagChecks {
  /** The most tags that a resource can have. */
  private static final int MOST = 50;

  /** How many of them say to which stack the resource belongs. */
  private static final int OWN = 3;

  private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{N}\\p{Zs}_.:/=+@-]*");

  private TagChecks() {}

  /** Checks the tags of something that spotbatch makes. */
  static void checkOwned(Problems problems, String attribute, Map<String, String> tags) {
    check(problems, attribute, tags, MOST - OWN);
  }

  /** Checks the tags of a job, which belongs to no stack. */
  static void check(Problems problems, String attribute, Map<String, String> tags) {
    check(problems, attribute, tags, MOST);
  }

  /** Checks that a resource's own tags leave room for those of its stack. */
  static void checkTogether(
      Problems problems, String path, Map<String, String> tags, Map<String, String> stackTags) {
    Set<String> keys = new TreeSet<>(tags.keySet());
    keys.addAll(stackTags.keySet());
    boolean fits = keys.size() <= MOST - OWN;
    String fix = "must be at most " + (MOST - OWN) + " with those of the stack";
    if (!fits && tags.size() <= MOST - OWN && stackTags.size() <= MOST - OWN) {
      problems.addAt(path, keys.size() + " tags", fix);
    }
  }

  /** Checks that a resource that can be protected has room for the tag that says so. */
  static void checkProtected(
      Problems problems, String path, Map<String, String> tags, Map<String, String> stackTags) {
    Set<String> keys = new TreeSet<>(tags.keySet());
    keys.addAll(stackTags.keySet());
    if (keys.size() == MOST - OWN) {
      String fix =
          "must be at most " + (MOST - OWN - 1) + " under deletionProtection, a tag itself";
      problems.addAt(path, keys.size() + " tags", fix);
    }
  }

  /** Checks that no two keys are the same to IAM, which ignores case. */
  static void checkCase(Problems problems, String attribute, Collection<String> keys) {
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String key : keys) {
      String fix = "must differ from the other keys in more than case, which IAM ignores";
      problems.require(seen.add(key), at(attribute, key), key, fix);
    }
  }

  private static void check(
      Problems problems, String attribute, Map<String, String> tags, int most) {
    boolean few = tags.size() <= most;
    problems.require(few, attribute, tags.size() + " tags", "must be at most " + most);
    tags.forEach(
        (key, value) -> {
          checkKey(problems, at(attribute, key), key);
          boolean legal = value.length() <= 256 && TEXT.matcher(value).matches();
          String fix = "value must be at most 256 letters, digits, spaces and _.:/=+-@";
          problems.require(legal, at(attribute, key), value, fix);
        });
  }

  private static void checkKey(Problems problems, String path, String key) {
    boolean legal = !key.isEmpty() && key.length() <= 128 && TEXT.matcher(key).matches();
    String fix = "key must be 1 to 128 letters, digits, spaces and _.:/=+-@";
    problems.require(legal, path, key, fix);
    String lower = key.toLowerCase(Locale.ROOT);
    problems.require(!lower.startsWith("aws:"), path, key, "key must not start with aws:");
    boolean free = !lower.startsWith("spotbatch:");
    problems.require(free, path, key, "key must not start with spotbatch:, which marks ownership");
  }

  private static String at(String attribute, String key) {
    return attribute + "[" + key + "]";
  }
}
