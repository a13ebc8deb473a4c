package io.github.spotbatch.testing.internal.iam;

import java.util.regex.Pattern;

/** The wildcards of IAM: {@code *} for any text, {@code ?} for one character. */
public final class Wildcards {

  private Wildcards() {}

  public static boolean match(String pattern, String text) {
    return compile(pattern, 0).matcher(text).matches();
  }

  public static boolean matchIgnoringCase(String pattern, String text) {
    return compile(pattern, Pattern.CASE_INSENSITIVE).matcher(text).matches();
  }

  private static Pattern compile(String pattern, int flags) {
    String regex = "\\Q" + pattern.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E";
    return Pattern.compile(regex, flags);
  }
}
