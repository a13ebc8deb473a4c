package io.github.spotbatch.testing.internal.script;

import java.util.regex.Pattern;

/** A pattern in which {@code *} stands for any text. */
public final class Glob {

  private final String text;
  private final Pattern pattern;

  public Glob(String text) {
    this.text = text;
    this.pattern = Pattern.compile("\\Q" + text.replace("*", "\\E.*\\Q") + "\\E");
  }

  public boolean matches(String value) {
    return pattern.matcher(value).matches();
  }

  /** Also matches the name with the key that spotbatch appends to a submission's name. */
  public boolean matchesJob(String name) {
    return matches(name) || (name.startsWith(text + "-") && name.length() == text.length() + 9);
  }

  @Override
  public String toString() {
    return text;
  }
}
