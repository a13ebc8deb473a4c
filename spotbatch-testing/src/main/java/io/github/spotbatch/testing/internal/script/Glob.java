package io.github.spotbatch.testing.internal.script;

import java.util.regex.Pattern;

/** A pattern in which {@code *} stands for any text. */
public final class Glob {

  private final String text;
  private final Pattern pattern;
  private final Pattern job;
  private final boolean any;

  public Glob(String text) {
    String regex = "\\Q" + text.replace("*", "\\E.*\\Q") + "\\E";
    this.text = text;
    this.pattern = Pattern.compile(regex);
    this.any = text.equals("*");
    this.job = Pattern.compile(regex + "(-[a-z0-9]{12}(-\\d{6})?)?");
  }

  public boolean matches(String value) {
    return any || pattern.matcher(value).matches();
  }

  /** Also matches the name with the key and position that spotbatch appends to a job's name. */
  public boolean matchesJob(String name) {
    return any || job.matcher(name).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
